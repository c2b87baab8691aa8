import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { StoredFile } from '../src/storage/StoredFile.ts';
import { S3Server } from './support/S3Server.ts';
import { TestServer } from './support/TestServer.ts';
import { randomContent, sha256, TestStorage } from './support/TestStorage.ts';

let s3: S3Server;
let server: TestServer;
/** Hands files over as the server's own parts do. */
let handing: TestStorage;

beforeAll(async () => {
	s3 = await S3Server.create();
	server = await TestServer.create({ ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true' });
	handing = await TestStorage.attach({ databaseUrl: server.database.url, dataDir: server.dataDir }, server.key.id);
});
afterAll(async () => {
	await handing.close();
	await server.close();
	await s3.close();
});

/** A link to a file as the server would make it, on its own address. */
async function linkTo(file: StoredFile): Promise<string> {
	return `${await handing.storage.url(file)}`.replace('http://127.0.0.1:1', server.url);
}

describe('links to files of the server', () => {
	const content = randomContent(100_000);
	let file: StoredFile;
	let link: string;
	beforeAll(async () => {
		const { id } = await handing.add(content, { path: 'my folder/Grüße "1" & 100%.mp4' });
		file = await handing.stored(id);
		link = await linkTo(file);
	});

	it('lead to what was handed over', async () => {
		const response = await fetch(link);
		expect(response.status).toBe(200);
		expect(sha256(Buffer.from(await response.arrayBuffer()))).toBe(sha256(content));
		const headers = Object.fromEntries(response.headers);
		expect(headers).toMatchObject({
			'content-type': 'video/mp4',
			'content-length': '100000',
			'accept-ranges': 'bytes',
			'content-disposition':
				'inline; filename="Gr__e _1_ & 100_.mp4"; filename*=UTF-8\'\'Gr%C3%BC%C3%9Fe%20%221%22%20%26%20100%25.mp4',
			'access-control-allow-origin': '*',
			'x-content-type-options': 'nosniff',
			etag: expect.stringMatching(/^"[0-9a-f-]+"$/),
		});
		expect(headers['access-control-expose-headers']).toContain('Content-Range');
		expect(Number(/max-age=(\d+)/.exec(`${headers['cache-control']}`)?.[1])).toBeLessThanOrEqual(60);
		const head = await fetch(link, { method: 'HEAD' });
		expect(head.status).toBe(200);
		expect(head.headers.get('content-length')).toBe('100000');
		expect(await head.text()).toBe('');
	});

	it('give out ranges, and know what a player has already', async () => {
		const ranged = async (headers: Record<string, string>) => {
			const response = await fetch(link, { headers });
			return { response, body: Buffer.from(await response.arrayBuffer()) };
		};
		const { response, body } = await ranged({ range: 'bytes=40000-40009' });
		expect(response.status).toBe(206);
		expect(response.headers.get('content-range')).toBe('bytes 40000-40009/100000');
		expect(body).toEqual(content.subarray(40_000, 40_010));
		expect((await ranged({ range: 'bytes=-5' })).body).toEqual(content.subarray(-5));
		const etag = `${response.headers.get('etag')}`;
		expect((await ranged({ range: 'bytes=1-2', 'if-range': etag })).response.status).toBe(206);
		expect((await ranged({ range: 'bytes=1-2', 'if-range': '"another"' })).body).toHaveLength(100_000);
		// Without its own header `fetch` would ask for no cached answer.
		const known = await ranged({ 'if-none-match': etag, 'cache-control': 'max-age=0' });
		expect(known.response.status).toBe(304);
		const outside = await ranged({ range: 'bytes=100000-' });
		expect(outside.response.status).toBe(416);
		expect(outside.response.headers.get('content-range')).toBe('bytes */100000');
		expect(JSON.parse(outside.body.toString())).toMatchObject({ code: 6053 });
	});

	it('hold for their file and their time only', async () => {
		const answer = async (url: string) => {
			const response = await fetch(url);
			return { status: response.status, body: await response.json() };
		};
		const wrong = { status: 403, body: { code: 6050, statusCode: 403 } };
		const { path } = await handing.stored((await handing.add(randomContent(10))).id);
		const other = new URL(link);
		other.pathname = `/files/${path}`;
		expect(await answer(other.href)).toMatchObject(wrong);
		const later = new URL(link);
		later.searchParams.set('expires', `${Number(later.searchParams.get('expires')) + 1}`);
		expect(await answer(later.href)).toMatchObject(wrong);
		const signature = `${new URL(link).searchParams.get('signature')}`;
		const flipped = signature.startsWith('A') ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;
		expect(await answer(link.replace(signature, flipped))).toMatchObject(wrong);
		expect(await answer(link.replace(signature, ''))).toMatchObject(wrong);
		expect(await answer(`${server.url}/files/${path}`)).toMatchObject(wrong);

		const short = handing.storage.links.make(file.path, 1).replace('http://127.0.0.1:1', server.url);
		expect((await fetch(short)).status).toBe(200);
		await sleep(2100);
		expect(await answer(short)).toMatchObject({ status: 410, body: { code: 6051 } });
	});

	it('do not lead out of the folder', async () => {
		const ask = (path: string) =>
			new Promise<number>((resolve, reject) => {
				// Not `fetch`, which takes the dots away.
				request(server.url, { path }, (response) => {
					response.resume();
					resolve(response.statusCode ?? 0);
				})
					.on('error', reject)
					.end();
			});
		const { search } = new URL(handing.storage.links.make('../roomcast.sqlite', 60));
		for (const path of ['../roomcast.sqlite', '%2e%2e/roomcast.sqlite', '..%2froomcast.sqlite', 'a/..%2f..%2fnode-id'])
			expect([403, 404]).toContain(await ask(`/files/${path}${search}`));
		expect(await ask(`/files/%00${search}`)).toBeGreaterThanOrEqual(400);
	});

	it('end when the file is deleted', async () => {
		const { id } = await handing.add(randomContent(1000), { path: 'only/one/here.webm', contentType: 'video/webm' });
		const here = await handing.stored(id);
		const url = await linkTo(here);
		expect((await fetch(url)).headers.get('content-type')).toBe('video/webm');
		await handing.database.transaction((transaction) => handing.storage.delete(transaction, [id]));
		await vi.waitFor(async () => expect((await fetch(url)).status).toBe(404), { timeout: 5000 });
		// The folders go after the file.
		const folder = join(server.dataDir, 'storage/only');
		await vi.waitFor(() => expect(stat(folder)).rejects.toThrow('ENOENT'), { timeout: 5000 });
	});

	it('lead to a file or to none while it goes away, never to a fault of the server', async () => {
		const link = handing.storage.links.make('going.mp4', 60).replace('http://127.0.0.1:1', server.url);
		const place = join(server.dataDir, 'storage/going.mp4');
		const statuses: number[] = [];
		for (let round = 0; round < 100; round++) {
			await writeFile(place, 'here');
			// An answer that nobody reads keeps its connection, and an address may have only so many.
			const asked = Array.from({ length: 8 }, async () => {
				const answer = await fetch(link);
				await answer.text().catch(() => {});
				return answer.status;
			});
			await sleep(round % 5);
			await rm(place);
			statuses.push(...(await Promise.all(asked)));
		}
		expect(new Set(statuses)).toEqual(new Set([200, 404]));
	});

	it('leave nothing behind but the files', async () => {
		const names = await readdir(join(server.dataDir, 'storage'), { recursive: true });
		expect(names.filter((name) => /\.part$|probe/.test(name))).toEqual([]);
		expect(await readdir(join(server.dataDir, 'captures')).catch(() => [])).toEqual([]);
	});
});

/** Hand over a recording that is a playlist and its pieces; its link, on the server's own address. */
async function playlistLink(): Promise<{ link: string; pieces: Buffer[] }> {
	const folder = `hls/${crypto.randomUUID()}`;
	const pieces = [randomContent(2000), randomContent(3000)];
	const text = '#EXTM3U\n#EXT-X-MAP:URI="piece 0.mp4"\n#EXTINF:6,\npiece%201.m4s\n#EXT-X-ENDLIST\n';
	const added = [
		await handing.add(pieces[0] as Buffer, { path: `${folder}/piece 0.mp4` }),
		await handing.add(pieces[1] as Buffer, { path: `${folder}/piece 1.m4s`, contentType: 'video/iso.segment' }),
		await handing.add(Buffer.from(text), {
			path: `${folder}/all.m3u8`,
			contentType: 'application/vnd.apple.mpegurl',
		}),
	];
	const stored = await Promise.all(added.map(({ id }) => handing.stored(id)));
	return { link: await linkTo(stored[2] as StoredFile), pieces };
}

/** What a player would load of a playlist. */
async function playAll(link: string): Promise<Buffer[]> {
	const response = await fetch(link);
	expect(response.headers.get('content-type')).toBe('application/vnd.apple.mpegurl');
	const [, init, segment] = /URI="([^"]+)"[\s\S]*?^([^#\n].*)$/m.exec(await response.text()) ?? [];
	const loaded = [init, segment].map(async (url) => Buffer.from(await (await fetch(`${url}`)).arrayBuffer()));
	return Promise.all(loaded);
}

describe('a link to a playlist', () => {
	it('leads to everything that the playlist names', async () => {
		const { link, pieces } = await playlistLink();
		expect(await playAll(link)).toEqual(pieces);
	});

	it('holds for its playlist only', async () => {
		const { link } = await playlistLink();
		const { search } = new URL(link);
		const other = await fetch(`${server.url}/playlists/${'0'.repeat(24)}.m3u8${search}`);
		expect(other.status).toBe(403);
		const nothing = handing.storage.links.makePlaylist('0'.repeat(24), 60).replace('http://127.0.0.1:1', server.url);
		expect((await fetch(nothing)).status).toBe(404);
	});
});

describe('the storage of a key', () => {
	const put = (body: object, token?: string) =>
		server.call('/v2/storage', { method: 'PUT', body, ...(token === undefined ? {} : { token }) });

	it('is tried before it is taken, and never shows its secret', async () => {
		expect((await server.call('/v2/storage')).body).toMatchObject({ statusCode: 404, code: 6055 });
		const set = await put({ ...s3.settings, prefix: '/theirs/' });
		expect(set.status).toBe(200);
		expect(set.body).toMatchObject({ type: 's3', bucket: 'recordings', prefix: 'theirs', forcePathStyle: true });
		const got = await server.call('/v2/storage');
		expect(got.body).toEqual(set.body);
		expect(JSON.stringify(got.body)).not.toMatch(/secret/i);
		const tried = s3.requests.filter(({ path }) => path.startsWith('/recordings/theirs/'));
		expect(tried.map(({ method }) => method)).toEqual(['PUT', 'HEAD', 'DELETE']);
	});

	it('gets the recordings of its key', async () => {
		const content = randomContent(9 * 1024 * 1024);
		const { id, path } = await handing.add(content);
		const file = await handing.stored(id);
		expect(file.target).toBe('key');
		expect(sha256(await s3.read(`theirs/${path}`))).toBe(sha256(content));
		const response = await fetch(`${await handing.storage.url(file)}`, { headers: { range: 'bytes=5-9' } });
		expect(Buffer.from(await response.arrayBuffer())).toEqual(content.subarray(5, 10));
	});

	it('has playlists as well', async () => {
		const { link, pieces } = await playlistLink();
		expect(await playAll(link)).toEqual(pieces);
	});

	it('stays as it is when another does not work', async () => {
		const wrong = await put({ ...s3.settings, secretAccessKey: 'wrong' });
		expect(wrong.body).toMatchObject({ statusCode: 400, code: 6054 });
		expect(wrong.body.message).toContain('recordings cannot be written to: SignatureDoesNotMatch');
		expect((await put({ ...s3.settings, bucket: 'nobodys' })).body.message).toContain('NoSuchBucket');
		expect((await put({ ...s3.settings, endpoint: 'http://127.0.0.1:1' })).body.message).toContain('ECONNREFUSED');
		for (const [field, value] of [
			['endpoint', 'ftp://example.com'],
			['endpoint', 'https://user:pw@example.com'],
			['endpoint', 'https://example.com/path'],
			['prefix', 'a/../../b'],
			['bucket', 'No_Bucket'],
			['region', 'eu west'],
			['secretAccessKey', ''],
		]) {
			const { status, body } = await put({ ...s3.settings, [`${field}`]: value });
			expect({ status, code: body.code }).toEqual({ status: 400, code: 6000 });
			expect(body.message).toContain(field);
		}
		expect((await server.call('/v2/storage')).body.prefix).toBe('theirs');
	});

	it('is for those who look after the key', async () => {
		for (const request of [
			{ permissions: ['allow_join'] },
			{ permissions: ['ask_join'] },
			{ permissions: ['allow_mod'], version: 2, roomId: 'aaaa-bbbb-cccc' },
		] as const) {
			const token = await server.token({ ...request, permissions: [...request.permissions] });
			expect((await put(s3.settings, token)).status).toBe(403);
			expect((await server.call('/v2/storage', { token })).status).toBe(403);
			expect((await server.call('/v2/storage', { token, method: 'DELETE' })).status).toBe(403);
		}
	});

	it('is linked to until the key takes it back', async () => {
		const { id } = await handing.add(randomContent(1000));
		const file = await handing.stored(id);
		// Other credentials of the same bucket take the place of the first.
		expect((await put({ ...s3.settings, prefix: 'theirs' })).status).toBe(200);
		expect((await fetch(`${await handing.storage.url(file)}`)).status).toBe(200);
		// Another place stands beside it.
		expect((await put({ ...s3.settings, prefix: 'new' })).status).toBe(200);
		expect((await fetch(`${await handing.storage.url(file)}`)).status).toBe(200);
		expect((await server.call('/v2/storage', { method: 'DELETE' })).status).toBe(200);
		expect(await handing.storage.url(file)).toBeNull();
		expect((await server.call('/v2/storage', { method: 'DELETE' })).status).toBe(404);
		const next = await handing.stored((await handing.add(randomContent(1000))).id);
		expect(next.target).toBe('server');
	});
});

it('a key may not reach what only the server can', async () => {
	const strict = await TestServer.create();
	const { status, body } = await strict.call('/v2/storage', { method: 'PUT', body: s3.settings });
	expect(status).toBe(400);
	expect(body.message).toContain('127.0.0.1 is not a public address');
	const local = await strict.call('/v2/storage', {
		method: 'PUT',
		body: { ...s3.settings, endpoint: `http://localhost:${s3.port}` },
	});
	expect(local.body.message).toContain('not a public address');
	await strict.close();
});

it('a server whose bucket does not answer starts and is ready for calls, and says so without an address', async () => {
	const away = await TestServer.create({ ROOMCAST_STORAGE_URL: 's3://a:b@bucket?endpoint=http://127.0.0.1:1' });
	const { status, body } = await away.call('/readyz');
	expect([status, body.ready]).toEqual([200, true]);
	expect(body.checks).toMatchObject({ storage: 'unavailable', database: 'ok' });
	await away.close();
	expect((await server.call('/readyz')).body.checks.storage).toBe('ok');
});
