import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { closeDataFolder } from './dataFolder.ts';

const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);

/** A data folder with these files, all open to everybody. */
async function setUp(...names: readonly string[]) {
	const root = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
	onTestFinished(() => rm(root, { recursive: true, force: true }));
	const dataDir = join(root, 'data');
	await mkdir(dataDir);
	await chmod(dataDir, 0o755);
	for (const name of names) {
		await writeFile(join(dataDir, name), '');
		await chmod(join(dataDir, name), 0o644);
	}
	const lines: string[] = [];
	const logger = pino({}, { write: (line) => lines.push(JSON.parse(line).msg) });
	const folder = join(root, 'recordings');
	const run = (umask = 0o077, storage = join(dataDir, 'storage')) =>
		closeDataFolder({ dataDir, umask, storage: { type: 'file', folder: storage } }, logger);
	return { root, dataDir, folder, lines, run };
}

describe('the data folder', () => {
	it('is made for its owner only', async () => {
		const { dataDir, lines, run } = await setUp();
		await rm(dataDir, { recursive: true });
		await run();
		expect(await modeOf(dataDir)).toBe('700');
		expect(lines).toEqual([]);
	});

	it('is closed when it was open, with its secrets, and the log says so once', async () => {
		const files = ['roomcast.sqlite', 'roomcast.sqlite-wal', 'roomcast.sqlite-shm', 'development-key.json'];
		const { dataDir, lines, run } = await setUp(...files);
		await run();
		await run();
		expect(await modeOf(dataDir)).toBe('700');
		for (const name of files) expect(await modeOf(join(dataDir, name)), name).toBe('600');
		expect(lines).toEqual([
			expect.stringMatching(/data folder .* \(mode 755\); its mode is 700 now\..*ROOMCAST_UMASK/),
		]);
	});

	it('keeps what the umask leaves to others, but never the secrets', async () => {
		const { dataDir, lines, run } = await setUp('roomcast.sqlite');
		await run(0o022);
		expect(await modeOf(dataDir)).toBe('755');
		expect(await modeOf(join(dataDir, 'roomcast.sqlite'))).toBe('600');
		expect(lines).toEqual([]);
	});

	it('stays as it is while it holds other things as well, but for the secrets', async () => {
		const { dataDir, lines, run } = await setUp('roomcast.sqlite', 'letters.txt');
		await run();
		expect(await modeOf(dataDir)).toBe('755');
		expect(await modeOf(join(dataDir, 'letters.txt'))).toBe('644');
		expect(await modeOf(join(dataDir, 'roomcast.sqlite'))).toBe('600');
		expect(lines).toEqual([expect.stringContaining('such as letters.txt. Give Roomcast a separate folder')]);
	});

	it('a storage elsewhere that others read keeps its mode, and the log says how they get what comes', async () => {
		const { dataDir, folder, lines, run } = await setUp();
		await mkdir(folder);
		await chmod(folder, 0o750);
		await chmod(dataDir, 0o700);
		await run(0o077, folder);
		await run(0o027, folder);
		expect(await modeOf(folder)).toBe('750');
		expect(lines).toEqual([
			expect.stringMatching(/others may read the storage .* \(mode 750\).*ROOMCAST_UMASK is 077/),
		]);
	});
});
