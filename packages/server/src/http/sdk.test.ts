import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import Fastify from 'fastify';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { App } from './App.ts';
import { registerSdk } from './sdk.ts';

const SCRIPT = 'export const VideoSDK = {};';
const NAMES = [
	'roomcast-client.js',
	'roomcast-client-0123456789ab.js',
	'roomcast-client.tgz',
	'roomcast-client-0123456789ab.tgz',
	'manifest.json',
	'secret.txt',
];
const FOREVER = 'public, max-age=31536000, immutable';
let folder: string;
let app: App;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
	app = Fastify() as unknown as App;
	for (const name of NAMES) {
		await writeFile(join(folder, name), SCRIPT);
		if (!name.endsWith('.tgz')) await writeFile(join(folder, `${name}.gz`), gzipSync(SCRIPT));
	}
	await registerSdk(app, folder);
});
afterEach(async () => {
	await app.close();
	await rm(folder, { recursive: true });
});

it.each([
	['roomcast-client.js', 'no-cache'],
	['roomcast-client-0123456789ab.js', FOREVER],
	['manifest.json', 'no-cache'],
])('%s may be kept as %s says, compressed or not, by pages of any origin', async (name, kept) => {
	for (const encoding of ['gzip', 'identity']) {
		const { headers, statusCode } = await app.inject({ url: `/sdk/${name}`, headers: { 'accept-encoding': encoding } });
		expect([statusCode, headers['cache-control']]).toEqual([200, kept]);
		expect(headers['content-encoding']).toBe(encoding === 'gzip' ? 'gzip' : undefined);
		expect(headers.vary).toMatch(/accept-encoding/i);
		expect(headers['access-control-allow-origin']).toBe('*');
		expect(headers['content-type']).toMatch(name.endsWith('.js') ? /javascript/ : /json/);
	}
});

it.each([
	['roomcast-client.tgz', 'no-cache'],
	['roomcast-client-0123456789ab.tgz', FOREVER],
])('the package %s may be kept as %s says', async (name, kept) => {
	const { headers, statusCode } = await app.inject({ url: `/sdk/${name}`, headers: { 'accept-encoding': 'gzip' } });
	expect([statusCode, headers['cache-control']]).toEqual([200, kept]);
	expect(headers['content-encoding']).toBeUndefined();
	expect(headers['content-type']).toBe('application/gzip');
});

it('hands out nothing else', async () => {
	for (const name of ['secret.txt', 'secret.txt.gz', 'roomcast-client.js.gz', '..%2fsecret.txt'])
		expect((await app.inject(`/sdk/${name}`)).statusCode, name).not.toBe(200);
});
