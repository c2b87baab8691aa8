import { useEffect } from 'react';
import { canTakeFocus } from './canTakeFocus.ts';
import { nearestTo } from './nearestTo.ts';

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
