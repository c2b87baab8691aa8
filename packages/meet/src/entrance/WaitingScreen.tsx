import { useEffect, useRef } from 'react';
import { useParameters } from '../parameters/useParameters.ts';
import { useSession } from '../session/SessionContext.ts';
import { Button } from '../ui/Button.tsx';
import { Page } from '../ui/Page.tsx';

/** Shown until somebody in the call says yes or no. */
export function WaitingScreen() {
	const session = useSession();
	const { waitingScreenText, waitingScreenImageUrl } = useParameters();
	const heading = useRef<HTMLHeadingElement>(null);
	// Focus goes to the news, so that a screen reader tells it.
	useEffect(() => heading.current?.focus(), []);
	return (
		<Page data-testid="waiting-screen">
			<section className="arriving flex w-full max-w-lg flex-col items-center text-center">
				{waitingScreenImageUrl === undefined ? (
					<Door />
				) : (
					<img
						src={waitingScreenImageUrl}
						alt=""
						referrerPolicy="no-referrer"
						className="mb-8 max-h-60 max-w-full rounded-2xl object-contain"
					/>
				)}
				<h1
					ref={heading}
					tabIndex={-1}
					className="text-3xl font-bold tracking-tight text-balance outline-none sm:text-4xl"
				>
					{waitingScreenText ?? 'Waiting to be let in'}
				</h1>
				<p role="status" className="mt-3 leading-relaxed text-pretty text-soft">
					The people in <span className="font-medium text-text">{session.roomId}</span> know that you are here. Keep
					this page open. You join as soon as one of them lets you in.
				</p>
				<Button className="mt-8" onClick={() => session.stopWaiting()} data-testid="stop-waiting-button">
					Stop waiting
				</Button>
			</section>
		</Page>
	);
}

/** The mark of the brand as a door that stands ajar, with the light of the room behind it. */
function Door() {
	return (
		<svg viewBox="0 0 96 112" className="mb-8 h-28" aria-hidden="true">
			<rect x="18" y="8" width="60" height="96" rx="8" className="fill-accent" />
			<circle cx="58" cy="46" r="9" className="animate-pulse fill-accent-text/25" />
			<path d="M18 8v96l32-10a4 4 0 0 0 3-4V24a4 4 0 0 0-3-4L18 8Z" className="fill-logo" />
			<circle cx="44" cy="64" r="3" className="fill-accent" />
			<rect x="8" y="104" width="80" height="3" rx="1.5" className="fill-line" />
		</svg>
	);
}
