import { ENDPOINTS } from '@roomcast/contract';
import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../src/http/openApiDocument.ts';

const document = openApiDocument(Object.values(ENDPOINTS));
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
	Object.entries(methods).map(([method, operation]) => ({ call: `${method.toUpperCase()} ${path}`, operation })),
);

/** Tags and paths that answer without a token; whatever else forgets to ask for one fails here. */
const OPEN = ['Operations', 'Development', '/v2/public/rsa-public-key', '/v2/sessions/{sessionId}/chat.csv'];

it('has one operation for each endpoint', () => {
	expect(operations.map(({ operation }) => operation.operationId).sort()).toEqual(Object.keys(ENDPOINTS).sort());
});

describe.each(operations)('$call', ({ call, operation }) => {
	it('says what it is', () => {
		expect(operation.summary).toMatch(/^\S.+/);
		expect(operation.description).toMatch(/^\S.+\.$/s);
		expect(operation.operationId).toMatch(/^[a-z]+[A-Z]\w+$/);
		expect(operation.tags).toHaveLength(1);
	});

	it('says who may call it, and which errors it answers', () => {
		const { security, responses, tags } = operation;
		expect(Object.keys(responses).some((status) => status === '200' || status === '201')).toBe(true);
		if (security.length > 0) expect(Object.keys(responses)).toEqual(expect.arrayContaining(['401', '403', '500']));
		else expect(OPEN.some((open) => open === tags[0] || call.endsWith(` ${open}`))).toBe(true);
	});
});

it('every reference leads to a schema', () => {
	const text = JSON.stringify(document);
	for (const [, name = ''] of text.matchAll(/"#\/components\/schemas\/([^"]+)"/g))
		expect(document.components.schemas).toHaveProperty([name]);
});
