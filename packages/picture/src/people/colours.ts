/** Colours of somebody without a picture, as CSS hex. */
export interface PersonColours {
	readonly background: string;
	/** Of the initials. */
	readonly text: string;
}

/** Muted tones that stand apart from each other and from the accent. Each pair has a contrast of at least 4.5 : 1 (WCAG AA). */
export const PERSON_COLOURS: readonly PersonColours[] = [
	{ background: '#2f4858', text: '#e3f0f7' },
	{ background: '#51395b', text: '#f3e6f8' },
	{ background: '#6b3d2e', text: '#fbe9e1' },
	{ background: '#2f5141', text: '#e2f4ea' },
	{ background: '#5b4a1f', text: '#f8efd3' },
	{ background: '#34406e', text: '#e6eaff' },
	{ background: '#6a2f45', text: '#fde4ec' },
	{ background: '#1f5457', text: '#dcf5f4' },
];

/** FNV-1a, 32 bits: spreads ids that differ in one letter. */
function hash(text: string): number {
	let value = 0x811c9dc5;
	for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
	return value >>> 0;
}

/** The colours of a participant: the same every time, on every page and in every recording. */
export function personColours(participantId: string): PersonColours {
	const [fallback] = PERSON_COLOURS as readonly [PersonColours];
	return PERSON_COLOURS[hash(participantId) % PERSON_COLOURS.length] ?? fallback;
}
