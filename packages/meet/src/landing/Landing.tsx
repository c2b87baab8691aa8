import { Page } from '../ui/Page.tsx';
import { JoinByCode } from './JoinByCode.tsx';
import { NewCall } from './NewCall.tsx';

/** The start page: a new call, or one whose code somebody sent. */
export function Landing() {
	return (
		<Page data-testid="landing">
			<div className="arriving flex w-full max-w-md flex-col items-center text-center">
				<h1 className="text-4xl font-bold tracking-tight text-balance sm:text-5xl">Talk face to face.</h1>
				<p className="mt-4 text-lg text-pretty text-soft">Calls in the browser, on your own server.</p>
				<NewCall />
				<div className="my-8 flex w-full items-center gap-4 text-sm text-soft" aria-hidden="true">
					<span className="h-px grow bg-line" />
					or join one
					<span className="h-px grow bg-line" />
				</div>
				<JoinByCode />
			</div>
		</Page>
	);
}
