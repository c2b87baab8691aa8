import { expect, it } from 'vitest';
import { withoutPrototype } from './withoutPrototype.ts';

const read = (text: string) => withoutPrototype(JSON.parse(text), text);

it.each([
	['{"__proto__":{"a":1},"b":2}', '{"b":2}'],
	['[{"a":{"__proto__":1}}]', '[{"a":{}}]'],
	['{"__pr\\u006fto__":{"a":1},"b":2}', '{"b":2}'],
	['{"\\u005F_proto__":{"a":1}}', '{}'],
	['{"a":"__proto__"}', '{"a":"__proto__"}'],
	['{"constructor":{"prototype":1}}', '{"constructor":{"prototype":1}}'],
])('%s is taken as %s', (text, taken) => {
	expect(JSON.stringify(read(text))).toBe(taken);
});
