import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { builtWorkerPath, cacheWorker, findMediaWorker, prebuiltWorkerPath } from './cache.mjs';
import { TESTED_VERSION } from './recipe.mjs';

/** As far as the cache asks, a worker is a program that ends with 41 without mediasoup's version in its environment. */
const WORKER = '#!/bin/sh\n[ -z "$MEDIASOUP_VERSION" ] && exit 41\nexit 0\n';

let cache: string;

beforeEach(() => {
	cache = mkdtempSync(join(tmpdir(), 'roomcast-cache-'));
});

afterEach(() => rmSync(cache, { recursive: true }));

const write = (text: string) => async (out: string) => writeFileSync(out, text) as undefined;

test('the place of a built worker says version and what it was made from', () => {
	expect(builtWorkerPath(cache)).toMatch(new RegExp(`/media-worker/${TESTED_VERSION}-[0-9a-f]{16}/mediasoup-worker$`));
	expect(builtWorkerPath(cache)).toBe(builtWorkerPath(cache));
});

test('a worker that runs is put in place, whole', async () => {
	const path = builtWorkerPath(cache);
	expect(await cacheWorker(path, write(WORKER))).toBeUndefined();
	expect(readFileSync(path, 'utf8')).toBe(WORKER);
	expect(readdirSync(dirname(path))).toEqual(['mediasoup-worker']);
});

test.each([
	[
		'crashes',
		'#!/bin/sh\necho "cannot open libsrtp2.so.1" >&2\nexit 127\n',
		'code 127 instead of code 41. cannot open libsrtp2',
	],
	['is for another machine', 'not a program\n', 'it does not run on this machine'],
])('a worker that %s is refused and not left there', async (_what, text, reason) => {
	const path = prebuiltWorkerPath(cache);
	expect(await cacheWorker(path, write(text))).toContain(reason);
	expect(readdirSync(dirname(path))).toEqual([]);
});

test('a build that fails leaves nothing behind', async () => {
	const path = builtWorkerPath(cache);
	const failing = cacheWorker(path, async (out) => {
		writeFileSync(out, 'half a bin');
		throw new Error('g++ failed');
	});
	await expect(failing).rejects.toThrow('g++ failed');
	expect(readdirSync(dirname(path))).toEqual([]);
});

test('a built worker is preferred to a prebuilt one, and a given one to both', () => {
	expect(findMediaWorker(cache, {})).toBeUndefined();
	const put = (path: string) => {
		mkdirSync(dirname(path), { recursive: true });
		writeFileSync(path, WORKER, { mode: 0o755 });
	};
	put(prebuiltWorkerPath(cache));
	expect(findMediaWorker(cache, {})).toEqual({ path: prebuiltWorkerPath(cache), origin: 'prebuilt' });
	put(builtWorkerPath(cache));
	expect(findMediaWorker(cache, {})).toEqual({ path: builtWorkerPath(cache), origin: 'built' });
	const given = { ROOMCAST_MEDIA_WORKER_BIN: '/opt/mediasoup-worker' };
	expect(findMediaWorker(cache, given)).toEqual({ path: '/opt/mediasoup-worker', origin: 'given' });
});
