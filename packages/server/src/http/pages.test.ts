import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { App } from './App.ts';
import { registerPages } from './pages.ts';

let folder: string;
let app: App;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
	app = Fastify({ routerOptions: { ignoreTrailingSlash: true } }) as unknown as App;
	await registerPages(app, folder, {
		publicUrl: () => 'https://meet.example.com/calls',
		frameAncestors: 'https://app.example.com',
	});
});
afterEach(async () => {
	await app.close();
	await rm(folder, { recursive: true });
});

it('says what to do while the pages are not built', async () => {
	const { statusCode, body } = await app.inject('/meet/abcd-efgh-ijkl');
	expect(statusCode).toBe(503);
	expect(body).toContain('npm run build');
});

it('answers the page at / and for every room, with a policy that lets no code in from elsewhere', async () => {
	await writeFile(join(folder, 'index.html'), '<base href="/" /><p>page</p>');
	// Relative to the page, so that it does not matter below which path a proxy serves it.
	const up = { '/': './', '/meet': './', '/meet/abcd-efgh-ijkl': '../', '/meet/abcd-efgh-ijkl/?token=x/y': '../../' };
	for (const [path, base] of Object.entries(up)) {
		const { statusCode, body, headers } = await app.inject(path);
		expect([statusCode, body]).toEqual([200, `<base href="${base}" /><p>page</p>`]);
		expect(headers['content-type']).toMatch(/^text\/html/);
		expect(headers['cache-control']).toBe('no-cache');
		expect(headers['referrer-policy']).toBe('no-referrer');
		expect(headers['content-security-policy']).toContain("connect-src 'self' wss://meet.example.com;");
		expect(headers['content-security-policy']).toMatch(/; frame-ancestors https:\/\/app\.example\.com$/);
		expect(headers['content-security-policy']).toMatch(/script-src 'self' 'wasm-unsafe-eval';/);
	}
});

it('lets browsers keep what has a hash in its name, and asks them to look again for the rest', async () => {
	await mkdir(join(folder, 'assets'));
	await writeFile(join(folder, 'assets', 'index-4f2a.js'), 'export {}');
	await writeFile(join(folder, 'favicon.svg'), '<svg/>');
	const asset = await app.inject('/assets/index-4f2a.js');
	expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
	expect(asset.headers['x-content-type-options']).toBe('nosniff');
	expect((await app.inject('/favicon.svg')).headers['cache-control']).toBe('no-cache');
	expect((await app.inject('/assets/gone.js')).statusCode).toBe(404);
	expect((await app.inject('/..%2f..%2fetc/passwd')).statusCode).not.toBe(200);
});
