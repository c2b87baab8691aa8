import { useEffect } from 'react';

/** ms within which a closing dialog or menu puts the focus where it belongs. */
const PATIENCE = 60;

/** What a focus that was lost may have been lost by. */
const CHANGES: MutationObserverInit = {
	childList: true,
	subtree: true,
	attributes: true,
	attributeFilter: ['disabled', 'inert', 'hidden'],
};

/**
 * Keeps the focus in the page when what had it goes: who answers a knock by keyboard is not thrown back to the start of the
 * page. Where it goes then is up to `nearestTo`.
 */
export function useKeepFocus(): void {
	useEffect(() => {
		// The element that has the focus, then what is around it, from the inside out.
		let path: Element[] = [];
		let timer: ReturnType<typeof setTimeout> | undefined;
		const note = ({ target }: Event) => {
			path = [];
			for (let at = target instanceof Element ? target : null; at !== null; at = at.parentElement) path.push(at);
		};
		const rescue = () => {
			timer = undefined;
			const { activeElement, body } = document;
			const [held, ...around] = path;
			// A click beside everything gives the focus away on purpose: what had it is still there.
			if ((activeElement !== null && activeElement !== body) || held === undefined || canTakeFocus(held)) return;
			nearestTo(around)?.focus();
		};
		const changed = () => {
			timer ??= setTimeout(rescue, PATIENCE);
		};
		const observer = new MutationObserver(changed);
		observer.observe(document.body, CHANGES);
		document.addEventListener('focusin', note);
		return () => {
			clearTimeout(timer);
			observer.disconnect();
			document.removeEventListener('focusin', note);
		};
	}, []);
}

/** What can be reached by Tab. */
const REACHABLE = 'button, a[href], input, textarea, select, [tabindex="0"]';

/**
 * Where the focus goes when what had it is gone: to the first thing that can have it in the smallest part of the page that
 * is still there.
 *
 * @param around what was around the thing that is gone, from the inside out
 * @returns the heading of the page when nothing of that part is left; undefined on a page without one
 */
function nearestTo(around: readonly Element[]): HTMLElement | undefined {
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

/** Whether an element is in the page, visible and usable, and not the page itself. */
export function canTakeFocus(element: Element | null | undefined): element is HTMLElement {
	if (element === null || element === undefined || element === document.body || !element.isConnected) return false;
	return !element.matches(':disabled') && element.closest('[inert]') === null && element.checkVisibility();
}
