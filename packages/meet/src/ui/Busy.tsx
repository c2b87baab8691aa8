import { LoaderCircle } from 'lucide-react';
import { Page } from './Page.tsx';

/** A screen for the moments in which there is nothing to do but wait. */
export function Busy({ text }: { text: string }) {
	return (
		<Page data-testid="busy">
			<p role="status" className="flex items-center gap-3 text-soft">
				<LoaderCircle className="size-5 animate-spin" aria-hidden="true" />
				{text}
			</p>
		</Page>
	);
}
