import { useEffect } from 'react';

/** Key → what it does. */
export type Shortcuts = Readonly<Record<string, (() => void) | undefined>>;

/** Where letters are for typing, or for finding an entry of an open menu. */
const TYPING = 'input, textarea, select, [contenteditable="true"], [role="menu"], [role="listbox"], [role="dialog"]';

/** Whether a key belongs to somebody else: a field, a menu, the browser. */
export function isForSomebodyElse(
	event: Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'altKey' | 'repeat' | 'defaultPrevented'>,
	target: { closest(selector: string): unknown } | null,
): boolean {
	if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return true;
	return target?.closest(TYPING) != null;
}

/** Calls what belongs to a key, wherever on the page the focus is. */
export function useShortcuts(shortcuts: Shortcuts): void {
	useEffect(() => {
		const pressed = (event: KeyboardEvent) => {
			if (isForSomebodyElse(event, event.target instanceof Element ? event.target : null)) return;
			const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
			const action = Object.hasOwn(shortcuts, key) ? shortcuts[key] : undefined;
			if (action === undefined) return;
			event.preventDefault();
			action();
		};
		window.addEventListener('keydown', pressed);
		return () => window.removeEventListener('keydown', pressed);
	}, [shortcuts]);
}
