import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { explain } from './validate.ts';

const schema = Type.Object({
	kind: Type.Enum(['a', 'b']),
	size: Type.Optional(Type.Integer({ maximum: 3 })),
	nested: Type.Optional(Type.Object({ secret: Type.String({ minLength: 2 }) })),
	list: Type.Optional(Type.Array(Type.Integer())),
});

describe('explain', () => {
	it.each([
		[{}, 'body must have kind (it is {})'],
		[{ kind: 'c' }, 'body.kind must be one of a, b (it is "c")'],
		[{ kind: 'a', size: 4 }, 'body.size must be <= 3 (it is 4)'],
		[{ kind: 'a', list: [1, 'x'] }, 'body.list.1 must be integer (it is "x")'],
		[null, 'body must be object (it is null)'],
	])('%j', (value, text) => {
		expect(explain(schema, value, 'body')).toBe(text);
	});

	it('shows no secret, and cuts what is long', () => {
		expect(explain(schema, { kind: 'a', nested: { secret: 'x' } }, 'body')).not.toContain('"x"');
		expect(explain(Type.Array(schema), { list: [{ streamKey: 'x' }] }, 'body')).toBe(
			'body must be array (it is {"list":[{"streamKey":"***"}]})',
		);
		expect(explain(schema, { kind: 'y'.repeat(1000) }, 'body').length).toBeLessThan(200);
	});
});

describe('explain, of what is large', () => {
	const large = Type.Object({
		list: Type.Optional(Type.Array(schema, { maxItems: 10 })),
		record: Type.Optional(
			Type.Record(Type.String({ maxLength: 4, pattern: '^[a-z]*$' }), Type.Union([Type.String(), Type.Null()]), {
				maxProperties: 5,
				additionalProperties: false,
			}),
		),
	});

	it('names the first fields that are wrong, and the whole', () => {
		expect(explain(large, { list: [{ kind: 'a' }, { kind: 'c' }, {}] }, 'body')).toBe(
			'body.list.1.kind must be one of a, b (it is "c"); body.list.2 must have kind (it is {})',
		);
		expect(explain(large, { list: Array.from({ length: 11 }, () => ({ kind: 'a' })) }, 'body')).toMatch(
			/^body.list must not have more than 10 items \(it is \[\{"kind":"a"\}/,
		);
		expect(explain(large, { record: { a: 'x', b: 5 } }, 'body')).toMatch(/^body\.record\.b must be string \(it is 5\)/);
		expect(explain(large, { record: { A: 'x' } }, 'body')).toMatch(
			/^body\.record\.A .*; body\.record must not have additional properties/,
		);
		expect(explain(large, { record: Object.fromEntries([...'abcdef'].map((name) => [name, ''])) }, 'body')).toMatch(
			/^body\.record must not have more than 5/,
		);
	});

	it.each([
		['entries', { list: Array.from({ length: 50_000 }, () => ({})) }],
		['members', { record: Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`${i}`, i])) }],
		['nothing that is expected', { list: { a: Array.from({ length: 50_000 }, () => []) } }],
		['entries but the last', { list: Array.from({ length: 50_000 }, (_, i) => (i < 49_999 ? { kind: 'a' } : {})) }],
	])('costs little: %s', (_, value) => {
		explain(large, value, 'body');
		const { user } = process.cpuUsage();
		for (let i = 0; i < 5; i++) expect(explain(large, value, 'body')).toMatch(/^body\./);
		// µs; a list of all errors took more than that once.
		expect(process.cpuUsage().user - user).toBeLessThan(600_000);
	});
});
