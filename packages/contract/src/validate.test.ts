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
