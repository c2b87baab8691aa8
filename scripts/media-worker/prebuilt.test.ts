import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { downloadPrebuiltWorker, prebuiltName } from './prebuilt.mjs';

let folder: string;
let out: string;
let server: Server | undefined;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'roomcast-prebuilt-test-'));
	out = join(folder, 'out');
});

afterEach(() => {
	server?.closeAllConnections();
	server?.close();
	rmSync(folder, { recursive: true });
});

/** A place to download from. */
async function serve(listener: RequestListener) {
	server = createServer(listener).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function download(base: string, answerWithinMs = 4_000) {
	const env = { MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL: base };
	return downloadPrebuiltWorker({ version: '3.0.0', out, log: { path: '', write: () => {} }, env, answerWithinMs });
}

test.each([
	[{ platform: 'linux', arch: 'x64', release: '6.1.0-13-amd64' }, 'mediasoup-worker-3.0.0-linux-x64-kernel6'],
	[{ platform: 'linux', arch: 'arm64', release: '5.15.0' }, 'mediasoup-worker-3.0.0-linux-arm64-kernel5'],
	[{ platform: 'darwin', arch: 'arm64', release: '24.1.0' }, 'mediasoup-worker-3.0.0-darwin-arm64'],
])('the file for %o', (machine, name) => {
	expect(prebuiltName('3.0.0', machine)).toBe(name);
});

test('the worker in the archive is written as a program', async () => {
	writeFileSync(join(folder, 'mediasoup-worker'), 'the worker');
	const archive = execFileSync('tar', ['-cz', '-C', folder, 'mediasoup-worker']);
	const asked: string[] = [];
	const base = await serve((request, response) => {
		asked.push(request.url ?? '');
		response.end(archive);
	});
	expect(await download(base)).toBeUndefined();
	expect(asked).toEqual([`/3.0.0/${prebuiltName('3.0.0')}.tgz`]);
	expect(readFileSync(out, 'utf8')).toBe('the worker');
	expect(statSync(out).mode & 0o111).toBe(0o111);
});

test('says so on a machine without a prebuilt worker', async () => {
	const base = await serve((_request, response) => response.writeHead(404).end());
	expect(await download(base)).toBe('the server answered 404');
});

test('a server that never answers is not waited for', async () => {
	const base = await serve(() => {});
	expect(await download(base, 50)).toBe('no answer within 0.05 s');
});

test('a server that cannot be reached is a reason, not an error', async () => {
	const base = await serve(() => {});
	server?.close();
	expect(await download(base)).toMatch(/ECONNREFUSED/);
});

test('what is no archive is a reason, not an error', async () => {
	const base = await serve((_request, response) => response.end('<html>Log in to this network</html>'));
	expect(await download(base)).toContain('tar');
});
