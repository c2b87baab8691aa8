import { stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { S3Server } from './support/S3Server.ts';
import { randomContent, sha256, TestStorage, type TestStorageOptions } from './support/TestStorage.ts';

const MB = 1024 * 1024;
const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;

let s3: S3Server;
beforeEach(async () => {
	s3 = await S3Server.create();
});
afterEach(() => s3.close());

async function open(url = s3.storageUrl(), options: TestStorageOptions = {}): Promise<TestStorage> {
	const made = await TestStorage.create({ url, ...options });
	onTestFinished(made.close);
	return made;
}

it('wrong credentials: files wait, and it is said what is wrong', async () => {
	const here = await open(s3.storageUrl({ secret: 'wrong' }));
	here.storage.start();
	const { id } = await here.add(randomContent(1000));
	const file = await here.until(id, ({ tries }) => tries > 0);
	expect(file).toMatchObject({ state: 'pending', error: expect.stringContaining('SignatureDoesNotMatch') });
	await expect(here.storage.ping()).rejects.toThrow('SignatureDoesNotMatch');
});

it('after a day a file is abandoned: it is kept, and those who wait for it learn it in the same transaction', async () => {
	const here = await open();
	const told: string[] = [];
	here.storage.listen({
		onFailed: async (transaction, file, reason) => {
			const inside = await transaction.selectFrom('stored_files').select('state').where('id', '=', file.id).execute();
			told.push(file.id, `${inside[0]?.state}`, reason);
		},
	});
	here.storage.start();
	await s3.stop();
	const content = randomContent(1000);
	const { id, localPath } = await here.add(content);
	await here.until(id, ({ tries }) => tries > 0);
	here.now = () => Date.now() + DAY;
	here.storage.wake();
	const file = await here.until(id, ({ state }) => state === 'failed');
	expect(file.error).toContain('ECONNREFUSED');
	expect(file.error).toContain(localPath);
	expect((await stat(localPath ?? '')).size).toBe(content.length);
	expect(told).toEqual([id, 'failed', expect.stringContaining('ECONNREFUSED')]);
	expect(told[2]).not.toContain(here.dataDir);
});

it('what listens to stored files is part of the transaction, or there is none', async () => {
	const here = await open();
	let calls = 0;
	here.storage.listen({
		onStored: async (transaction, file) => {
			await transaction
				.updateTable('stored_files')
				.set({ meta: `{"calls":${++calls}}` })
				.where('id', '=', file.id)
				.execute();
			if (calls === 1) throw new Error('this one does not work');
		},
	});
	here.storage.start();
	const { id, localPath } = await here.add(randomContent(9 * MB));
	await vi.waitFor(() => expect(calls).toBe(1), { timeout: 30_000 });
	expect(await here.row(id)).toMatchObject({ state: 'pending', meta: {} });
	expect(await stat(localPath ?? '')).toBeDefined();
	// It is tried again: the store has it, so nothing is sent twice.
	expect(await here.stored(id)).toMatchObject({ meta: { calls: 2 } });
	expect(s3.partsSent).toEqual([1, 2]);
});

it('a deleted file is removed from the store, also in the middle of its upload', async () => {
	const here = await open();
	here.storage.start();
	s3.holds = ({ query }) => query.has('partNumber');
	const [done, going] = [await here.add(randomContent(1000)), await here.add(randomContent(20 * MB))];
	await here.stored(done.id);
	await vi.waitFor(() => expect(s3.partsSent.length).toBeGreaterThan(0), { timeout: 20_000 });
	await here.database.transaction((transaction) => here.storage.delete(transaction, [done.id, going.id]));
	expect((await here.storage.find([done.id, going.id])).size).toBe(0);
	await vi.waitFor(
		async () => {
			expect(await here.row(done.id)).toBeUndefined();
			expect(await here.row(going.id)).toBeUndefined();
		},
		{ timeout: 10_000 },
	);
	expect(await s3.read(done.path)).toBeUndefined();
	expect(await s3.read(going.path)).toBeUndefined();
	expect(await s3.partsKept()).toEqual([]);
	await expect(stat(going.localPath ?? '')).rejects.toThrow('ENOENT');
});

/** What a `preSignedUrl` may lead to: takes what is PUT to it and answers with these statuses in turn. */
async function target(statuses: readonly number[], headers: Record<string, string> = {}) {
	const got: { method: string; type: string | undefined; length: string | undefined; body: Buffer; at: number }[] = [];
	const left = [...statuses];
	const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk);
		const { method = '', headers: sent } = request;
		got.push({
			method,
			type: sent['content-type'],
			length: sent['content-length'],
			body: Buffer.concat(chunks),
			at: performance.now(),
		});
		response.writeHead(left.shift() ?? 200, headers).end();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});
	return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/upload?secret=hidden` };
}

it('a pre-signed target gets the file with its length, again when it was busy', async () => {
	const here = await open();
	here.storage.start();
	const { got, url } = await target([503]);
	const content = randomContent(3 * MB);
	const { id } = await here.add(content, { presignedUrl: url });
	const file = await here.stored(id);
	expect(got).toHaveLength(2);
	const { method, type, length, body } = got[1] ?? {};
	expect({ method, type, length }).toEqual({ method: 'PUT', type: 'video/mp4', length: `${content.length}` });
	expect(sha256(body)).toBe(sha256(content));
	// Nobody needs the secret any more, and what is there is not ours to link to.
	expect(file.presignedUrl).toBeNull();
	expect(await here.storage.url(file)).toBeNull();
	expect(s3.requests.filter(({ method }) => method === 'PUT')).toEqual([]);
});

it.each([HOUR, -HOUR])('a step of the wall clock by %i ms does not change when a file is tried again', async (ms) => {
	const here = await open();
	here.storage.start();
	const { got, url } = await target([503, 503]);
	const { id } = await here.add(randomContent(1000), { presignedUrl: url });
	await here.until(id, ({ tries }) => tries === 2);
	const realNow = Date.now;
	vi.spyOn(Date, 'now').mockImplementation(() => realNow() + ms);
	onTestFinished(() => void vi.restoreAllMocks());
	await here.stored(id);
	// The second wait of the schedule.
	expect((got[2]?.at ?? 0) - (got[1]?.at ?? 0)).toBeGreaterThanOrEqual(3_000);
});

it('a redirect of a pre-signed target is not followed, and its URL is in no error', async () => {
	const here = await open();
	here.storage.start();
	const elsewhere = await target([]);
	const { url } = await target([307], { location: elsewhere.url });
	const { id } = await here.add(randomContent(1000), { presignedUrl: url });
	const file = await here.until(id, ({ tries }) => tries > 0);
	expect(file).toMatchObject({ state: 'pending', error: expect.stringContaining('redirects are not followed') });
	expect(file.error).not.toContain('hidden');
	expect(elsewhere.got).toEqual([]);
});

it('a pre-signed target at a private address is refused at once', async () => {
	const here = await open(s3.storageUrl(), { allowPrivate: false });
	here.storage.start();
	const { got, url } = await target([]);
	await expect(here.storage.checkPresigned('preSignedUrl', url)).rejects.toThrow(
		'`preSignedUrl` cannot be used: 127.0.0.1 is not a public address',
	);
	const { id } = await here.add(randomContent(1000), { presignedUrl: url });
	const file = await here.until(id, ({ state }) => state === 'failed');
	expect(file.error).toContain('not a public address');
	expect(got).toEqual([]);
});

it('a target that takes and takes holds up no other', async () => {
	const here = await open();
	here.storage.start();
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const silent = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
	const slow = await Promise.all([1, 2, 3, 4, 5].map(() => here.add(randomContent(MB), { presignedUrl: silent })));
	const { id } = await here.add(randomContent(1000));
	await here.stored(id, 5000);
	const states = await Promise.all(slow.map(async (file) => (await here.row(file.id))?.state));
	expect(states).toEqual(['pending', 'pending', 'pending', 'pending', 'pending']);
	const connections = await new Promise((resolve) => server.getConnections((_error, count) => resolve(count)));
	expect(connections).toBe(3);
	server.closeAllConnections();
	server.close();
});

it('two files of one path do not overwrite each other', async () => {
	const here = await open();
	here.storage.start();
	const contents = [randomContent(1000), randomContent(1000)];
	const files = await Promise.all(contents.map((content) => here.add(content, { path: 'mine/name.mp4' })));
	for (const file of files) await here.stored(file.id);
	expect(new Set(files.map(({ path }) => path)).size).toBe(2);
	expect(await Promise.all(files.map(async ({ path }) => sha256(await s3.read(path))))).toEqual(contents.map(sha256));
});
