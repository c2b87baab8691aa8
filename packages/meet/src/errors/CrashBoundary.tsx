import { RotateCw, TriangleAlert } from 'lucide-react';
import { Component, type ReactNode, useEffect, useRef } from 'react';
import { Button } from '../ui/Button.tsx';

interface Props {
	/** Whether the page is recorded or streamed: then nobody is there to press a button. */
	readonly recorded: boolean;
	readonly children: ReactNode;
}

interface State {
	readonly crashed: boolean;
}

/**
 * Stands around the whole page: after an exception in a view it shows a way on instead of an empty page. React unmounts what
 * was inside, which leaves the call and stops the devices, and gives the exception to `reportCrash`.
 */
export class CrashBoundary extends Component<Props, State> {
	override state: State = { crashed: false };

	static getDerivedStateFromError(): State {
		return { crashed: true };
	}

	override render(): ReactNode {
		return this.state.crashed ? <CrashScreen recorded={this.props.recorded} /> : this.props.children;
	}
}

/** ms before a page that nobody looks after reloads itself. */
const RELOAD_AFTER = 2000;

const reload = () => window.location.reload();

/** What a page shows after one of its views failed. It depends on nothing that may have failed with it. */
function CrashScreen({ recorded }: { recorded: boolean }) {
	const heading = useRef<HTMLHeadingElement>(null);
	// Focus goes to the news, so that a screen reader tells it.
	useEffect(() => heading.current?.focus(), []);
	useEffect(() => {
		if (!recorded) return;
		const timer = setTimeout(reload, RELOAD_AFTER);
		return () => clearTimeout(timer);
	}, [recorded]);
	if (recorded) return null;
	return (
		<main className="grid min-h-full place-items-center p-4" data-testid="crash-screen">
			<section className="flex w-full max-w-lg flex-col items-center text-center">
				<span className="mb-6 grid size-16 place-items-center rounded-2xl bg-accent text-accent-text">
					<TriangleAlert className="size-7" aria-hidden="true" />
				</span>
				<h1
					ref={heading}
					tabIndex={-1}
					className="text-3xl font-bold tracking-tight text-balance outline-none sm:text-4xl"
				>
					This page stopped working
				</h1>
				<p className="mt-3 text-base leading-relaxed text-pretty text-soft">
					This is a fault of the page, not yours. If you were in a call, you have left it, and your camera and
					microphone are off. Reload the page to come back.
				</p>
				<Button look="primary" className="mt-8" onClick={reload} data-testid="reload-button">
					<RotateCw className="size-4.5" aria-hidden="true" />
					Reload
				</Button>
			</section>
		</main>
	);
}

/**
 * Reports an exception in a view: to the browser console with the views that it went through, and as an `error` event of
 * the window, where error monitoring that a site adds to the page finds it. For `onCaughtError` of `createRoot`.
 *
 * @param error what was thrown, an `Error` or not
 */
export function reportCrash(error: unknown, { componentStack }: { componentStack?: string | null | undefined }): void {
	console.error('A view of the page failed, and the page left the call.', error, componentStack ?? '');
	globalThis.reportError(error);
}
