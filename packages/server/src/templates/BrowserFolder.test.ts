import { mkdtemp, readdir, readlink, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { BrowserFolder } from './BrowserFolder.ts';

/** What `nobody` is on Linux; only root can give files away. */
const ACCOUNT = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : undefined;
const OWNER = ACCOUNT?.uid ?? process.getuid?.();

let data: string;
let register: string;
beforeEach(async () => {
	data = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
	register = join(data, 'browsers');
});
afterEach(() => rm(data, { recursive: true, force: true }));

const mode = async (path: string) => (await stat(path)).mode & 0o777;

it('belongs to the account of the browser, and nobody else may look into it', async () => {
	const folder = await BrowserFolder.create(register, ACCOUNT, { webrtc: {} });
	const profile = join(folder.path, 'Default');
	expect([await mode(folder.path), await mode(profile)]).toEqual([0o700, 0o700]);
	expect(await mode(join(profile, 'Preferences'))).toBe(0o600);
	for (const path of [folder.path, profile, join(profile, 'Preferences')]) expect((await stat(path)).uid).toBe(OWNER);
	expect(folder.path.startsWith(data)).toBe(false);
	await folder.remove();
	await expect(stat(folder.path)).rejects.toThrow('ENOENT');
	expect(await readdir(register)).toEqual([]);
});

it('is removed by the next server when its own was killed; a link to anything else is only a link', async () => {
	const { path } = await BrowserFolder.create(register, ACCOUNT, {});
	const [name = ''] = await readdir(register);
	expect(await readlink(join(register, name))).toBe(path);
	const other = await mkdtemp(join(data, 'other-'));
	await symlink(other, join(register, 'roomcast-browser-somebody'));
	await BrowserFolder.sweep(register);
	await expect(stat(path)).rejects.toThrow('ENOENT');
	expect((await stat(other)).isDirectory()).toBe(true);
	await expect(stat(register)).rejects.toThrow('ENOENT');
});
