import { until } from '@roomcast/testing/until';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestBrowser } from './support/browser.ts';
import type { TestServer } from './support/server.ts';
import { sharedServer } from './support/sharedServer.ts';

let server: TestServer;
let browser: TestBrowser;

beforeAll(async () => {
	[server, browser] = await Promise.all([sharedServer(), TestBrowser.launch()]);
});
afterAll(async () => {
	await browser?.close();
});

/** Name and bytes on the wire of each file that a page loads. */
async function wire(path: string, done: string) {
	const page = await browser.page();
	const files: { name: string; bytes: number; encoding: string | undefined; kept: string | undefined }[] = [];
	page.on('requestfinished', async (request) => {
		const response = await request.response();
		const { responseBodySize } = await request.sizes();
		const { 'content-encoding': encoding, 'cache-control': kept } = response?.headers() ?? {};
		files.push({ name: new URL(request.url()).pathname, bytes: responseBodySize, encoding, kept });
	});
	await page.goto(`${server.url}${path}`);
	await page.getByTestId(done).waitFor();
	await page.waitForLoadState('networkidle');
	await page.close();
	return files;
}

it('the join screen is 120 kB before the SDK, and everything static is compressed and cached', async () => {
	const roomId = await server.room();
	const files = await wire(`/meet/${roomId}?token=${server.token()}`, 'lobby');
	const assets = files.filter(({ name }) => name.startsWith('/assets/'));
	for (const { name, encoding, kept } of assets) {
		expect(kept, name).toBe('public, max-age=31536000, immutable');
		if (!name.endsWith('.woff2')) expect(encoding ?? `${name} as it is`).toMatch(/^(br|gzip)$|runtime/);
	}
	// What the page loads first, and what it loads afterwards: the SDK, and the screen of the call.
	const later = assets.filter(({ name }) => /\/(src|Call)-/.test(name));
	expect(later.length).toBe(2);
	const first = files.filter((file) => !later.includes(file)).reduce((sum, { bytes }) => sum + bytes, 0);
	const all = files.reduce((sum, { bytes }) => sum + bytes, 0);
	console.info(`join screen ${first} bytes, with the SDK and the call ${all}`);
	expect(first).toBeGreaterThan(50_000);
	expect(first).toBeLessThanOrEqual(120_000);
	expect(all).toBeLessThanOrEqual(300_000);
});

it('the SDK is compressed, and cached permanently under the name in its manifest', async () => {
	const headers = { 'accept-encoding': 'br' };
	const manifest = await fetch(`${server.url}/sdk/manifest.json`).then((response) => response.json());
	const { file, integrity } = manifest['roomcast-client.js'];
	const plain = await fetch(`${server.url}/sdk/roomcast-client.js`, { headers });
	expect(plain.headers.get('content-encoding')).toBe('br');
	expect(plain.headers.get('cache-control')).toBe('no-cache');
	const hashed = await fetch(`${server.url}/sdk/${file}`, { headers });
	expect(hashed.headers.get('content-encoding')).toBe('br');
	expect(hashed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
	expect(await hashed.text()).toBe(await plain.text());
	// A page of another origin that checks the integrity of the file.
	const page = await browser.page(`http://localhost:${server.port}/healthz`);
	const url = `${server.url}/sdk/${file}`;
	await page.evaluate(
		({ src, hash }) =>
			new Promise<void>((resolve, reject) => {
				const script = document.createElement('script');
				Object.assign(script, { type: 'module', src, integrity: hash, crossOrigin: 'anonymous' });
				script.onload = () => resolve();
				script.onerror = () => reject(new Error('it was refused'));
				document.head.append(script);
			}),
		{ src: url, hash: integrity },
	);
	await page.close();
	await until('the viewers’ page is compressed as well', async () =>
		(await wire(`/watch/${await server.room()}`, 'waiting-screen'))
			.filter(({ name }) => /\.(js|css)$/.test(name))
			.every(({ encoding }) => encoding === 'br' || encoding === 'gzip'),
	);
});
