import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { LocalDriver } from './LocalDriver.ts';
import { LocalFileLost } from './StorageDriver.ts';

let base: string;
let folder: string;
let driver: LocalDriver;
beforeEach(async () => {
	base = await mkdtemp(join(tmpdir(), 'roomcast-local-'));
	folder = join(base, 'storage');
	driver = new LocalDriver(folder, { make: (key, expiresIn) => `link to ${key} for ${expiresIn} s` });
});
afterEach(() => rm(base, { recursive: true, force: true }));

async function local(content: string, where = base) {
	const localPath = join(where, `made-${process.pid}.mp4`);
	await writeFile(localPath, content);
	return { localPath, size: content.length, contentType: 'video/mp4' };
}

it('moves a file into its place', async () => {
	const file = await local('hello');
	await driver.put(file, 'a/b/c.mp4');
	expect(await readFile(join(folder, 'a/b/c.mp4'), 'utf8')).toBe('hello');
	expect(existsSync(file.localPath)).toBe(false);
	expect(await driver.stat('a/b/c.mp4')).toMatchObject({ size: 5 });
	expect(await driver.url('a/b/c.mp4', 7)).toBe('link to a/b/c.mp4 for 7 s');
	// An attempt that died before it could say so.
	await driver.put(file, 'a/b/c.mp4');
	await expect(driver.put(file, 'a/b/other.mp4')).rejects.toThrow(LocalFileLost);
});

it.runIf(existsSync('/dev/shm'))('copies from another file system', async () => {
	const elsewhere = await mkdtemp('/dev/shm/roomcast-local-');
	try {
		const file = await local('hello', elsewhere);
		await driver.put(file, 'a/c.mp4');
		expect(await readFile(join(folder, 'a/c.mp4'), 'utf8')).toBe('hello');
		expect(await readdir(elsewhere)).toEqual([]);
		expect(await readdir(join(folder, 'a'))).toEqual(['c.mp4']);
	} finally {
		await rm(elsewhere, { recursive: true, force: true });
	}
});

it('takes only what was handed in', async () => {
	const file = await local('hello');
	await expect(driver.put({ ...file, size: 4 }, 'a.mp4')).rejects.toThrow(
		'the local file has 5 bytes, 4 were handed in',
	);
	expect(await driver.stat('a.mp4')).toBeUndefined();
	expect(existsSync(file.localPath)).toBe(true);
});

it('writes small files in place of others, and reads no more of them than it may', async () => {
	await driver.putBuffer('live/x.m3u8', 'first', { contentType: 'application/vnd.apple.mpegurl' });
	await driver.putBuffer('live/x.m3u8', Buffer.from('second'), { contentType: 'application/vnd.apple.mpegurl' });
	expect(await driver.getText('live/x.m3u8', 100)).toBe('second');
	expect(await driver.getText('live/x.m3u8', 3)).toBe('sec');
	expect(await driver.getText('live/none', 3)).toBeUndefined();
	expect(await readdir(join(folder, 'live'))).toEqual(['x.m3u8']);
});

it('deletes files and the folders that they leave empty', async () => {
	for (const key of ['a/b/1', 'a/b/2', 'a/3', 'd/e/4']) await driver.putBuffer(key, key, { contentType: 'text/plain' });
	await driver.delete('a/b/1');
	expect(await driver.stat('a/b/2')).toBeDefined();
	await driver.delete('a/b/2');
	expect(await readdir(join(folder, 'a'))).toEqual(['3']);
	await driver.delete('a/b/2');
	await driver.deletePrefix('d');
	expect(await readdir(folder)).toEqual(['a']);
	await driver.delete('a/3');
	expect(await readdir(folder)).toEqual([]);
});

it('never leaves its folder', async () => {
	await mkdir(folder, { recursive: true });
	const file = await local('hello');
	for (const key of ['../out', 'a/../../out', '..', '', '.', 'a\0b']) {
		await expect(driver.put(file, key)).rejects.toThrow('leads out of the storage');
		await expect(driver.delete(key)).rejects.toThrow('leads out of the storage');
		await expect(driver.deletePrefix(key)).rejects.toThrow('leads out of the storage');
	}
	expect(existsSync(file.localPath)).toBe(true);
});

it('says when its folder cannot be written to', async () => {
	await driver.ping();
	expect(await readdir(folder)).toEqual([]);
	await rm(folder, { recursive: true });
	await writeFile(folder, 'a file');
	await expect(driver.ping()).rejects.toThrow(`the folder ${folder} cannot be written to`);
});
