import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What is served instead of a page that is missing. */
const NOT_BUILT = (docs: string) => `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Roomcast</title>
<style>body { font: 16px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 4rem auto; padding: 0 1rem }</style>
<h1>The pages are not built</h1>
<p>The server runs, but the meeting page is missing. Build it with <code>npm run build</code>, then load this page again.</p>
<p>The API is there: <a href="${docs}">API reference</a>.</p></html>
`;

/**
 * The way from a page up to where the server has everything, as a relative URL: a proxy may serve it below a path of its
 * own, which takes away nothing but the front, so that the depth stays.
 *
 * @param url path of the page, with or without its query
 */
export function wayUp(url: string): string {
	const depth = (url.split('?', 1)[0] ?? '').split('/').length - 2;
	return depth <= 0 ? './' : '../'.repeat(depth);
}

export interface BuiltPage {
	/** What was built. */
	readonly folder: string;
	/** Where its files are, relative to where the server has everything; ends in a slash unless it is empty. */
	readonly files: string;
	/** The header of that name. */
	contentSecurityPolicy(): string;
}

/**
 * Answers with the `index.html` of a built page, whose relative links are made to lead to its files wherever the page is. Who
 * knows its address may come in or watch: no other site gets to see it.
 */
export function builtPage({ folder, files, contentSecurityPolicy }: BuiltPage) {
	return async (request: FastifyRequest, reply: FastifyReply) => {
		reply
			.type('text/html; charset=utf-8')
			.header('cache-control', 'no-cache')
			.header('content-security-policy', contentSecurityPolicy())
			.header('referrer-policy', 'no-referrer');
		const up = wayUp(request.url);
		let page: string;
		try {
			page = await readFile(join(folder, 'index.html'), 'utf8');
		} catch {
			return reply.code(503).send(NOT_BUILT(`${up}docs`));
		}
		return reply.send(page.replace(/<base href="[^"]*"/, `<base href="${up}${files}"`));
	};
}
