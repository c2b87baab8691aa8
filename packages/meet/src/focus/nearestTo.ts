import { canTakeFocus } from './canTakeFocus.ts';

/** What can be reached by Tab. */
const REACHABLE = 'button, a[href], input, textarea, select, [tabindex="0"]';

/**
 * Where the focus goes when what had it is gone: to the first thing that can have it in the smallest part of the page that
 * is still there.
 *
 * @param around what was around the thing that is gone, from the inside out
 * @returns the heading of the page when nothing of that part is left; undefined on a page without one
 */
export function nearestTo(around: readonly Element[]): HTMLElement | undefined {
	const heading = document.querySelector<HTMLElement>('h1[tabindex]') ?? undefined;
	for (const part of around) {
		if (!part.isConnected) continue;
		if (part === document.body || (heading !== undefined && part.contains(heading))) break;
		if (part.hasAttribute('tabindex') && canTakeFocus(part)) return part;
		const first = [...part.querySelectorAll(REACHABLE)].find(canTakeFocus);
		if (first instanceof HTMLElement) return first;
	}
	return heading;
}
