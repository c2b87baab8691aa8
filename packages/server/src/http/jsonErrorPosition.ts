/** A string, a number, a word or a mark of JSON (RFC 8259), or white space. */
const TOKEN =
	// biome-ignore lint/suspicious/noControlCharactersInRegex: A string of JSON has none of them as they are.
	/[ \t\n\r]+|"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:]/y;

type Expectation = 'value' | 'value or ]' | 'name' | 'name or }' | ':' | ', or }' | ', or ]' | 'end';

/**
 * Where a text stops being JSON: the offset in UTF-16 units of the first token that cannot be there. `JSON.parse` tells
 * it for some mistakes only.
 *
 * @returns undefined when the text is JSON
 */
export function jsonErrorPosition(text: string): number | undefined {
	const open: ('{' | '[')[] = [];
	let expected: Expectation = 'value';
	const after = (): Expectation => (open.length === 0 ? 'end' : open.at(-1) === '{' ? ', or }' : ', or ]');
	TOKEN.lastIndex = 0;
	while (TOKEN.lastIndex < text.length) {
		const at = TOKEN.lastIndex;
		const token = TOKEN.exec(text)?.[0];
		if (token === undefined) return at;
		if (/^\s/.test(token)) continue;
		const mark = token[0];
		if (mark === '}' || mark === ']') {
			if (!expected.endsWith(`or ${mark}`)) return at;
			open.pop();
			expected = after();
		} else if (mark === ',') {
			if (!expected.startsWith(',')) return at;
			expected = open.at(-1) === '{' ? 'name' : 'value';
		} else if (mark === ':') {
			if (expected !== ':') return at;
			expected = 'value';
		} else if (mark === '"' && expected.startsWith('name')) {
			expected = ':';
		} else {
			if (!expected.startsWith('value')) return at;
			if (mark === '{' || mark === '[') {
				open.push(mark);
				expected = mark === '{' ? 'name or }' : 'value or ]';
			} else {
				expected = after();
			}
		}
	}
	return expected === 'end' ? undefined : text.length;
}
