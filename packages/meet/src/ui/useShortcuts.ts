import { useEffect } from 'react';
import { recall, remember } from '../base/remembered.ts';
import { Store } from '../base/Store.ts';

/** Key → what it does. */
export type Shortcuts = Readonly<Record<string, (() => void) | undefined>>;

/** Where letters are for typing, about to be typed, or for finding an entry of an open menu. */
const TYPING =
	'input, textarea, select, [contenteditable]:not([contenteditable="false"]), [role="textbox"], [role="menu"], [role="listbox"], [role="dialog"], [role="alertdialog"], [data-writing]';

/** What is open in front of everything, wherever the focus is. */
const IN_FRONT = ['dialog', 'alertdialog', 'menu', 'listbox'].map((role) => `[role="${role}"][data-open]`).join(', ');

/** Whether a key belongs to somebody else: a field, a menu, the browser. */
export function isForSomebodyElse(
	event: Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'altKey' | 'repeat' | 'defaultPrevented' | 'isComposing'>,
	target: { closest(selector: string): unknown } | null,
): boolean {
	if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return true;
	return event.isComposing || target?.closest(TYPING) != null;
}

/**
 * What a key does on this page, if anything.
 *
 * @param letters whether letters and signs do something: else only keys with a name, such as Escape
 */
export function actionOf(key: string, shortcuts: Shortcuts, letters: boolean): (() => void) | undefined {
	const sign = key.length === 1;
	if (sign && !letters) return undefined;
	const name = sign ? key.toLowerCase() : key;
	return Object.hasOwn(shortcuts, name) ? shortcuts[name] : undefined;
}

/** Calls what belongs to a key, wherever on the page the focus is. */
export function useShortcuts(shortcuts: Shortcuts): void {
	useEffect(() => {
		const pressed = (event: KeyboardEvent) => {
			if (isForSomebodyElse(event, event.target instanceof Element ? event.target : null)) return;
			const action = actionOf(event.key, shortcuts, letterKeys.state);
			if (action === undefined || document.querySelector(IN_FRONT) !== null) return;
			event.preventDefault();
			action();
		};
		window.addEventListener('keydown', pressed);
		return () => window.removeEventListener('keydown', pressed);
	}, [shortcuts]);
}

/**
 * Whether single letters are shortcuts. People who use speech input, or press keys by mistake, turn them off (WCAG 2.2,
 * 2.1.4 Character Key Shortcuts); this browser remembers that.
 */
export class LetterKeys extends Store<boolean> {
	constructor() {
		super(recall('letterKeys') !== 'off');
	}

	turn(on: boolean): void {
		remember('letterKeys', on ? undefined : 'off');
		this.set(on);
	}
}

/** Those of this page. */
export const letterKeys = new LetterKeys();
