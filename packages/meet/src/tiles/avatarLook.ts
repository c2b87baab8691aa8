/**
 * Background and text of avatars: muted tones that stand apart from each other and from the accent. Each pair is at
 * least 4.5 : 1.
 */
const COLOURS = [
	['#2f4858', '#e3f0f7'],
	['#51395b', '#f3e6f8'],
	['#6b3d2e', '#fbe9e1'],
	['#2f5141', '#e2f4ea'],
	['#5b4a1f', '#f8efd3'],
	['#34406e', '#e6eaff'],
	['#6a2f45', '#fde4ec'],
	['#1f5457', '#dcf5f4'],
] as const;

/** FNV-1a, 32 bits: spreads ids that differ in one letter. */
function hash(text: string): number {
	let value = 0x811c9dc5;
	for (const character of text) {
		value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
	}
	return value >>> 0;
}

/** The colours of a person, the same every time and on every screen. */
export function avatarColours(id: string): { readonly background: string; readonly text: string } {
	const [background, text] = COLOURS[hash(id) % COLOURS.length] ?? COLOURS[0];
	return { background, text };
}

/** One or two letters for a name: of its first and last word. Empty for a name without letters. */
export function initials(name: string): string {
	const words = name.split(/[\s_.@-]+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
	const first = words[0];
	const last = words.length > 1 ? words.at(-1) : undefined;
	const letter = (word: string | undefined) => /[\p{L}\p{N}]/u.exec(word ?? '')?.[0] ?? '';
	return (letter(first) + letter(last)).toLocaleUpperCase();
}
