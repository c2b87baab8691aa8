import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeDeclarations } from '../build/declarations.ts';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const TSC = fileURLToPath(new URL('../../../node_modules/typescript/bin/tsc', import.meta.url));

/** An app with the package installed, and nothing else. */
let app: string;
let installed: string;
beforeAll(async () => {
	app = await mkdtemp(join(tmpdir(), 'roomcast-server-sdk-'));
	installed = join(app, 'node_modules/@roomcast/server-sdk');
	const outDir = join(installed, 'dist');
	await mkdir(outDir, { recursive: true });
	await copyFile(join(PACKAGE, 'package.json'), join(installed, 'package.json'));
	await build({ configFile: join(PACKAGE, 'vite.config.ts'), build: { outDir } });
	writeDeclarations(outDir);
});
afterAll(() => removeFolder(app));

const bundle = (name: string) => readFile(join(installed, 'dist', name), 'utf8');

/** What edge runtimes have (WinterTC, Minimum Common Web API), and nothing of Node.js. */
function edge() {
	const { fetch, crypto, AbortController, Headers, URLSearchParams, TextEncoder, TextDecoder } = globalThis;
	const { performance, setTimeout, clearTimeout, atob, btoa } = globalThis;
	const web = { fetch, crypto, AbortController, Headers, URLSearchParams, TextEncoder, TextDecoder };
	return createContext({ ...web, performance, setTimeout, clearTimeout, atob, btoa, module: {}, exports: {} });
}

it('runs where there is nothing of Node.js', async () => {
	const asked: (string | undefined)[] = [];
	const server = createServer((request, response) => {
		asked.push(`${request.method} ${request.url}`, request.headers.authorization);
		response.writeHead(200, { 'content-type': 'application/json' }).end('{"roomId":"abcd-efgh-ijkl"}');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	try {
		const context = edge();
		runInContext(await bundle('roomcast-server-sdk.cjs'), context);
		context.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		const roomId = await runInContext(
			`(async () => (await new exports.Roomcast({ url, apiKey: 'key', secret: 'secret' }).rooms.create()).roomId)()`,
			context,
		);
		expect(roomId).toBe('abcd-efgh-ijkl');
		expect(asked).toEqual(['POST /v2/rooms', expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/)]);
	} finally {
		server.close();
	}
});

it('imports nothing', async () => {
	for (const name of ['roomcast-server-sdk.js', 'roomcast-server-sdk.cjs'])
		expect(await bundle(name)).not.toMatch(/\brequire\(|^import |\bimport\(|\bprocess\.|\bBuffer\b/m);
	expect(await bundle('index.d.ts')).not.toMatch(/^import |\bimport\(/m);
});

const APP = `
const { Roomcast, ApiError, verifyWebhook } = SDK;
const client = new Roomcast({ url: 'https://calls.example.com', apiKey: 'key', secret: 'secret' });
export async function f(request: Request): Promise<string> {
	for await (const room of client.rooms.listAll({ perPage: 50 })) room.roomId.toUpperCase();
	const message = await verifyWebhook({ body: await request.text(), headers: request.headers, secret: 'whsec_AA==' });
	if (message.webhookType === 'recording-stopped') return message.data.filePath;
	// @ts-expect-error: only some events have it
	message.data.filePath;
	try {
		const { id } = await client.recordings.start({ roomId: 'abcd-efgh-ijkl', config: { quality: 'high' } });
		return id;
	} catch (error) {
		if (error instanceof ApiError && error.code === 'PREV_RECORDING_PROCESSING') return error.field ?? '';
		// @ts-expect-error: there is no such quality
		await client.recordings.start({ roomId: 'abcd-efgh-ijkl', config: { quality: 'best' } });
		throw error;
	}
}
`;

it('has its types, for modules and for CommonJS', async () => {
	await writeFile(join(app, 'app.mts'), `import * as SDK from '@roomcast/server-sdk';\n${APP}`);
	await writeFile(join(app, 'app.cts'), `import SDK = require('@roomcast/server-sdk');\n${APP}`);
	const args = ['--noEmit', '--strict', '--module', 'nodenext', '--lib', 'es2022,dom', '--target', 'es2022'];
	const { stdout, status } = spawnSync(process.execPath, [TSC, ...args, '--types', '', 'app.mts', 'app.cts'], {
		cwd: app,
		encoding: 'utf8',
	});
	expect(stdout).toBe('');
	expect(status).toBe(0);
});

it('loads as a module and by require', () => {
	const names = 'typeof sdk.Roomcast + typeof sdk.verifyWebhook + typeof sdk.signToken';
	for (const [type, code] of [
		['module', `import * as sdk from '@roomcast/server-sdk'; console.log(${names})`],
		['commonjs', `const sdk = require('@roomcast/server-sdk'); console.log(${names})`],
	]) {
		const args = [`--input-type=${type}`, '-e', code as string];
		const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: app, encoding: 'utf8' });
		expect(`${stdout}${stderr}`).toBe('functionfunctionfunction\n');
	}
});
