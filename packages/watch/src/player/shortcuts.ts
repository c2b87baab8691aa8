/** What a key does. Steps are seconds, volumes parts of the whole. */
export type Shortcut = 'play' | 'mute' | 'full' | 'live' | { readonly step: number } | { readonly volume: number };

const KEYS: ReadonlyMap<string, Shortcut> = new Map<string, Shortcut>([
	[' ', 'play'],
	['k', 'play'],
	['m', 'mute'],
	['f', 'full'],
	['l', 'live'],
	['ArrowLeft', { step: -5 }],
	['ArrowRight', { step: 5 }],
	['j', { step: -10 }],
	['ArrowUp', { volume: 0.1 }],
	['ArrowDown', { volume: -0.1 }],
]);

/** What a key does, unless it belongs to what has the focus. */
export function shortcut({ key, altKey, ctrlKey, metaKey, target }: KeyboardEvent): Shortcut | undefined {
	if (altKey || ctrlKey || metaKey) return undefined;
	const { tagName = '', role = null } = (target ?? {}) as Partial<Element>;
	if (role?.startsWith('menuitem')) return undefined;
	if (tagName === 'INPUT' && (key.startsWith('Arrow') || key === ' ')) return undefined;
	if ((tagName === 'BUTTON' || tagName === 'A') && key === ' ') return undefined;
	return KEYS.get(key.length === 1 ? key.toLowerCase() : key);
}
