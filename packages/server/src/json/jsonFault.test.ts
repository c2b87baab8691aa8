import { expect, it } from 'vitest';
import { jsonFault, MAX_DEPTH, MAX_MEMBERS } from './jsonFault.ts';

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

it('finds what is nested too deeply, and only that', () => {
	expect(jsonFault(nested(MAX_DEPTH))).toBeUndefined();
	expect(jsonFault(nested(MAX_DEPTH + 1))).toBe('it is nested more than 100 levels deep');
	expect(jsonFault(nested(100_000))).toMatch(/deep/);
	expect(jsonFault(`${'{"a":'.repeat(200)}1${'}'.repeat(200)}`)).toMatch(/deep/);
	// Beside each other, or in a text, they are not nested.
	expect(jsonFault(`[${'[],'.repeat(1000)}[]]`)).toBeUndefined();
	expect(jsonFault(JSON.stringify(nested(1000)))).toBeUndefined();
	expect(jsonFault(JSON.stringify(`\\"${nested(1000)}`))).toBeUndefined();
});

it('finds half of a character, and not a whole one', () => {
	expect(jsonFault('{"a":"\\ud800"}')).toMatch(/half of a character/);
	expect(jsonFault('{"a":["x\\uDFFFy"]}')).toMatch(/half of a character/);
	expect(jsonFault('{"\\ud83d":1}')).toMatch(/half of a character/);
	expect(jsonFault('{"a":"\\ude00\\ud83d"}')).toMatch(/half of a character/);
	expect(jsonFault('{"a":"\\ud83d\\ude00"}')).toBeUndefined();
	expect(jsonFault(JSON.stringify('😀'))).toBeUndefined();
	expect(jsonFault(JSON.stringify('\\ud800'))).toBeUndefined();
	expect(jsonFault('{"a":"\\ud800"')).toBeUndefined();
});

it('finds U+0000, and not what looks like it', () => {
	expect(jsonFault(JSON.stringify({ a: 'x\u0000' }))).toMatch(/U\+0000/);
	expect(jsonFault(JSON.stringify({ '\u0000': 1 }))).toMatch(/U\+0000/);
	expect(jsonFault(JSON.stringify('\\\u0000'))).toMatch(/U\+0000/);
	expect(jsonFault(JSON.stringify('\\u0000'))).toBeUndefined();
	expect(jsonFault(JSON.stringify('\u0001'))).toBeUndefined();
});

it('finds both behind escapes that are none of theirs', () => {
	expect(jsonFault('{"a":"\\\\\\\\\\ud800"}')).toMatch(/half of a character/);
	expect(jsonFault('{"a":"\\ud83d\\n\\ude00"}')).toMatch(/half of a character/);
	expect(jsonFault('{"a":"\\ud83dx\\ude00"}')).toMatch(/half of a character/);
	expect(jsonFault('{"a":"\\ud83d\\ud83d\\ude00"}')).toMatch(/half of a character/);
	expect(jsonFault('{"a":"\\n\\ud83d\\ude00\\n\\ud83d\\ude00"}')).toBeUndefined();
	expect(jsonFault('{"a":"\\ud83d\\ude00\\u0000"}')).toMatch(/U\+0000/);
});

it('costs little, whatever the text holds', () => {
	const filled = (piece: string) => `{"a":"${piece.repeat(Math.ceil(700_000 / piece.length))}"}`;
	for (const piece of ['\\ud83d\\ude00', '\\\\', '\\u0001', 'x', '[']) {
		const text = filled(piece);
		jsonFault(text);
		const { user } = process.cpuUsage();
		for (let i = 0; i < 5; i++) jsonFault(text);
		// µs; a walk over the parsed value took more than that once.
		expect(process.cpuUsage().user - user, piece).toBeLessThan(250_000);
	}
});

it('finds more members than anybody needs', () => {
	const members = (count: number) => `{${Array.from({ length: count }, (_, i) => `"k${i}":":"`).join(',')}}`;
	expect(jsonFault(members(MAX_MEMBERS))).toBeUndefined();
	expect(jsonFault(members(MAX_MEMBERS + 1))).toBe('it has more than 3000 members');
});
