import { watchNetwork } from '../signalling/network.ts';
import { watchSleep } from '../signalling/watchSleep.ts';

/** What a meeting hears of the page that it is in. */
export interface PageListener {
	/** The page goes away; it may come back from the back/forward cache (HTML Living Standard, section 7.4.6). */
	gone(): void;
	/** It is back, as it was when it went. */
	back(): void;
	/** There is a network again, or another one. */
	networkChanged(): void;
	/** The browser thinks that there is no network; it can be wrong. */
	offline(): void;
	/** The machine slept, or the browser froze the page. */
	woke(): void;
}

/**
 * Listens to the page and its network.
 *
 * @returns ends it
 */
export function watchPage(listener: PageListener): () => void {
	const target = globalThis as unknown as EventTarget;
	let away = false;
	const hide = () => {
		away = true;
		listener.gone();
	};
	// Also told when the page is loaded: only one that was hidden comes back.
	const show = () => {
		if (away) listener.back();
		away = false;
	};
	target.addEventListener?.('pagehide', hide);
	target.addEventListener?.('pageshow', show);
	const unwatchNetwork = watchNetwork({
		changed: () => listener.networkChanged(),
		offline: () => listener.offline(),
	});
	const unwatchSleep = watchSleep(() => listener.woke());
	return () => {
		unwatchSleep();
		target.removeEventListener?.('pagehide', hide);
		target.removeEventListener?.('pageshow', show);
		unwatchNetwork();
	};
}
