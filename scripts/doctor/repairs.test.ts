import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { repairFinding } from './repairs.mjs';

async function dataFolder() {
	const root = await mkdtemp(join(tmpdir(), 'roomcast-doctor-'));
	onTestFinished(() => rm(root, { recursive: true, force: true }));
	return { context: { root, env: { ROOMCAST_DATA_DIR: '.' } }, path: join(root, 'repairs.json') };
}

const PROGRESS = JSON.stringify({ waiting: 2, recordings: [{ id: '6b0553', bytes: 1_234_000_000, share: 0.414 }] });

test('recordings: none is repaired', async () => {
	const { context } = await dataFolder();
	expect(repairFinding(context)).toMatchObject({ level: 'good', found: 'no repairs in progress' });
});

test('recordings that are repaired are shown with how far it has come', async () => {
	const { context, path } = await dataFolder();
	await writeFile(path, PROGRESS);
	expect(repairFinding(context)).toMatchObject({
		level: 'note',
		found: 'being repaired: 6b0553: 41 % of 1234 MB, 2 more to do',
	});
});

test('a repair whose server died goes on at the next start, and the hint says so', async () => {
	const { context, path } = await dataFolder();
	await writeFile(path, PROGRESS);
	const before = new Date(Date.now() - 60_000);
	await utimes(path, before, before);
	expect(repairFinding(context)).toMatchObject({
		level: 'note',
		found: expect.stringContaining('interrupted'),
		hint: expect.stringContaining('start the server'),
	});
});
