import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { VideoSDK } from '@roomcast/client';
import { until } from '@roomcast/testing/until';
import type { Request } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestBrowser } from './support/browser.ts';
import type { TestServer } from './support/server.ts';
import { sharedServer } from './support/sharedServer.ts';

const run = promisify(execFile);
/** Bytes below which a file stays as it is. */
const SMALL = 1024;
let server: TestServer;
let browser: TestBrowser;

beforeAll(async () => {
	[server, browser] = await Promise.all([sharedServer(), TestBrowser.launch()]);
});
afterAll(async () => {
	await browser?.close();
});

/** What the page of a call loads while the join screen is there already: the SDK, and the screen of the call. */
const LATER = [/\/src-/, /\/Call-/];

/**
 * Name and bytes on the wire of each file that a page loads, for somebody whose browser has none of them yet.
 *
 * @param done the test id of what it shows
 * @param later what it loads at some time after that
 */
async function wire(path: string, done: string, later: readonly RegExp[] = []) {
	const context = await browser.newContext();
	const page = await context.newPage();
	const finished: Request[] = [];
	page.on('requestfinished', (request) => finished.push(request));
	await page.goto(`${server.url}${path}`);
	await page.getByTestId(done).waitFor();
	await until('everything is loaded', () =>
		later.every((name) => finished.some((request) => name.test(request.url()))),
	);
	await page.waitForLoadState('networkidle');
	const files = await Promise.all(finished.map(onWire));
	await context.close();
	return files;
}

/** Asks the browser: its page must still be open. */
async function onWire(request: Request) {
	const response = await request.response();
	const { responseBodySize: bytes } = await request.sizes();
	const { 'content-encoding': encoding, 'cache-control': kept } = response?.headers() ?? {};
	return { name: new URL(request.url()).pathname, bytes, encoding, kept };
}

it('the join screen is 120 kB before the SDK, and everything static is compressed and cached', async () => {
	const roomId = await server.room();
	const files = await wire(`/meet/${roomId}?token=${server.token()}`, 'lobby', LATER);
	const assets = files.filter(({ name }) => name.startsWith('/assets/'));
	for (const { name, bytes, encoding, kept } of assets) {
		expect(kept, name).toBe('public, max-age=31536000, immutable');
		const isCompressed = !name.endsWith('.woff2') && (encoding !== undefined || bytes >= SMALL);
		if (isCompressed) expect(encoding ?? `${name} as it is`).toMatch(/^(br|gzip)$|runtime/);
	}
	const later = assets.filter(({ name }) => LATER.some((pattern) => pattern.test(name)));
	expect(later.length).toBe(2);
	const first = files.filter((file) => !later.includes(file)).reduce((sum, { bytes }) => sum + bytes, 0);
	const all = files.reduce((sum, { bytes }) => sum + bytes, 0);
	console.info(`join screen ${first} bytes, with the SDK and the call ${all}`);
	expect(first).toBeGreaterThan(50_000);
	expect(first).toBeLessThanOrEqual(120_000);
	expect(all).toBeLessThanOrEqual(300_000);
});

it('the SDK as a module and as a script is compressed, and cached permanently under the name in its manifest', async () => {
	const headers = { 'accept-encoding': 'br' };
	const manifest = await fetch(`${server.url}/sdk/manifest.json`).then((response) => response.json());
	// A page of another origin that checks the integrity of the files.
	const page = await browser.page(`http://localhost:${server.port}/healthz`);
	for (const [name, type] of [
		['roomcast-client.js', 'module'],
		['roomcast-client.umd.js', ''],
	] as const) {
		const { file, integrity } = manifest[name];
		const plain = await fetch(`${server.url}/sdk/${name}`, { headers });
		const text = await plain.text();
		// Where a call loads the rest, what names it is too small to be compressed.
		const encoding = text.length < SMALL ? null : 'br';
		expect(plain.headers.get('content-encoding')).toBe(encoding);
		expect(plain.headers.get('cache-control')).toBe('no-cache');
		const hashed = await fetch(`${server.url}/sdk/${file}`, { headers });
		expect(hashed.headers.get('content-encoding')).toBe(encoding);
		expect(hashed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
		expect(await hashed.text()).toBe(text);
		await page.evaluate(
			(attributes) =>
				new Promise<void>((resolve, reject) => {
					const script = document.createElement('script');
					Object.assign(script, attributes, { crossOrigin: 'anonymous' });
					script.onload = () => resolve();
					script.onerror = () => reject(new Error('it was refused'));
					document.head.append(script);
				}),
			{ type, src: `${server.url}/sdk/${file}`, integrity },
		);
	}
	// The script, as a page of VideoSDK uses it.
	const cameras = await page.evaluate(() =>
		(window as unknown as { VideoSDK?: typeof VideoSDK }).VideoSDK?.getCameras(),
	);
	expect(cameras?.length).toBeGreaterThan(0);
	await page.close();
	await until('the viewers’ page is compressed as well', async () =>
		(await wire(`/watch/${await server.room()}`, 'waiting-screen'))
			.filter(({ name }) => /\.(js|css)$/.test(name))
			.every(({ encoding }) => encoding === 'br' || encoding === 'gzip'),
	);
});

it('the SDK installs from the server', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'roomcast-e2e-'));
	try {
		await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
		const npm = ['install', '--ignore-scripts', '--no-audit', '--no-fund', `${server.url}/sdk/roomcast-client.tgz`];
		await run('npm', npm, { cwd: folder });
		const app = "import { VideoSDK } from '@roomcast/client'; console.log(typeof VideoSDK.initMeeting);";
		const { stdout } = await run(process.execPath, ['--input-type', 'module', '--eval', app], { cwd: folder });
		expect(stdout).toBe('function\n');
	} finally {
		await rm(folder, { recursive: true });
	}
});
