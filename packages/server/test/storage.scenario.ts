import { mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { newTestKey, testEnvironment } from './support/environment.ts';
import { type S3Request, S3Server } from './support/S3Server.ts';
import { ServerProcess } from './support/ServerProcess.ts';
import { randomContent, sha256, TestStorage } from './support/TestStorage.ts';
import { createTestDatabase } from './support/testDatabase.ts';

const MB = 1024 * 1024;

let s3: S3Server;
beforeEach(async () => {
	s3 = await S3Server.create();
});
afterEach(() => s3.close());

async function open(url = s3.storageUrl()): Promise<TestStorage> {
	const made = await TestStorage.create({ url });
	onTestFinished(made.close);
	return made;
}

/** Parts behind a number: an upload stands still there. */
const after =
	(number: number) =>
	({ query }: S3Request) =>
		Number(query.get('partNumber') ?? 0) > number;

it('an upload continues after kill -9, without sending again what the store has', { timeout: 90_000 }, async () => {
	const database = await createTestDatabase();
	const dataDir = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
	const key = newTestKey();
	const environment = {
		...(await testEnvironment(dataDir, database, key)),
		ROOMCAST_STORAGE_URL: s3.storageUrl({ prefix: 'from/here' }),
	};
	const first = new ServerProcess(['start'], environment);
	onTestFinished(first.end);
	await first.ready();
	const handing = await TestStorage.attach({ databaseUrl: database.url, dataDir }, key.id);
	const content = randomContent(30 * MB);
	s3.holds = after(2);
	const { id, path } = await handing.add(content);
	await vi.waitFor(async () => expect(await s3.partsKept()).toEqual([1, 2]), { timeout: 20_000 });
	await first.kill('SIGKILL');
	s3.holds = () => false;

	const kept = await s3.partsKept();
	const sentBefore = s3.partsSent.length;
	expect(await s3.read(`from/here/${path}`)).toBeUndefined();
	const second = new ServerProcess(['start'], environment);
	onTestFinished(second.end);
	await handing.stored(id, 60_000);
	expect(sha256(await s3.read(`from/here/${path}`))).toBe(sha256(content));
	const sentAgain = s3.partsSent.slice(sentBefore);
	expect(sentAgain.length).toBe(4 - kept.length);
	expect(sentAgain.filter((number) => kept.includes(number))).toEqual([]);

	await second.end();
	await handing.close();
	await database.drop();
	await removeFolder(dataDir);
});

it('files wait while the store is away, and go there at once when it is back', async () => {
	const here = await open();
	here.storage.start();
	await s3.stop();
	const content = randomContent(12 * MB);
	const large = await here.add(content);
	const small = await here.add(randomContent(1000));
	const waiting = await here.until(large.id, ({ tries }) => tries >= 2);
	expect(waiting).toMatchObject({ state: 'pending', error: expect.stringContaining('ECONNREFUSED') });
	expect((await stat(waiting.localPath ?? '')).size).toBe(content.length);
	await expect(here.storage.ping()).rejects.toThrow('ECONNREFUSED');
	expect(await here.storage.url(waiting)).toBeNull();

	await s3.start();
	const stored = await here.stored(large.id);
	await here.stored(small.id);
	expect(sha256(await s3.read(large.path))).toBe(sha256(content));
	await expect(stat(waiting.localPath ?? '')).rejects.toThrow('ENOENT');
	const link = await fetch(`${await here.storage.url(stored)}`);
	expect(link.headers.get('content-type')).toBe('video/mp4');
	expect(sha256(Buffer.from(await link.arrayBuffer()))).toBe(sha256(content));
});

it('a store that breaks off in the middle of an upload gets only what it lacks', async () => {
	const here = await open();
	here.storage.start();
	const content = randomContent(28 * MB);
	s3.holds = after(2);
	const { id, path } = await here.add(content);
	await vi.waitFor(async () => expect(await s3.partsKept()).toEqual([1, 2]), { timeout: 20_000 });
	await s3.stop();
	s3.holds = () => false;
	await here.until(id, ({ tries }) => tries > 0);
	s3.requests.splice(0);
	await s3.start();
	await here.stored(id);
	expect(s3.partsSent).not.toContain(1);
	expect(s3.partsSent).not.toContain(2);
	expect(sha256(await s3.read(path))).toBe(sha256(content));
	expect(await s3.partsKept()).toEqual([]);
});

it('an upload that the store has forgotten begins again', async () => {
	const here = await open();
	here.storage.start();
	s3.holds = after(1);
	const content = randomContent(20 * MB);
	const { id, path } = await here.add(content);
	await vi.waitFor(async () => expect(await s3.partsKept()).toEqual([1]), { timeout: 20_000 });
	await s3.stop();
	s3.holds = () => false;
	await here.until(id, ({ tries }) => tries > 0);
	await s3.forgetUploads();
	await s3.start();
	await here.stored(id);
	expect(sha256(await s3.read(path))).toBe(sha256(content));
});

it('a store that is back is noticed, also when nothing is due', async () => {
	const here = await open();
	here.storage.start();
	await s3.stop();
	// The clock of the schedule stands still: after the first attempt nothing is due any more.
	const now = Date.now();
	here.now = () => now;
	const content = randomContent(1000);
	const { id, path } = await here.add(content);
	await here.until(id, ({ tries }) => tries === 1);
	// The first look after the failure finds nobody: a store that is back before it never was away.
	await sleep(500);
	await s3.start();
	await here.stored(id, 20_000);
	expect(sha256(await s3.read(path))).toBe(sha256(content));
});
