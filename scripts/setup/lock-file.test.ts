import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { acquireLock } from './lock-file.mjs';

const MODULE = fileURLToPath(new URL('./lock-file.mjs', import.meta.url));

let folder: string;
let path: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'roomcast-lock-'));
	path = join(folder, 'locks', 'one.lock');
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A process that ran and ended: its number belongs to nobody. */
async function deadProcess() {
	const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
	await once(child, 'exit');
	return child.pid;
}

test('one holder at a time, and every one that waits gets its turn', async () => {
	let holders = 0;
	let most = 0;
	let turns = 0;
	const use = async () => {
		const release = await acquireLock(path, { retryMs: 2 });
		most = Math.max(most, ++holders);
		await sleep(5);
		holders--;
		turns++;
		release();
	};
	await Promise.all(Array.from({ length: 8 }, use));
	expect({ most, turns }).toEqual({ most: 1, turns: 8 });
	expect(readdirSync(join(folder, 'locks'))).toEqual([]);
});

test('a waiting process learns once who holds the lock', async () => {
	const release = await acquireLock(path);
	const told: string[] = [];
	const second = acquireLock(path, { retryMs: 2, onWait: (holder) => told.push(holder) });
	await sleep(30);
	release();
	(await second)();
	expect(told).toHaveLength(1);
	expect(told[0]).toContain(`"pid":${process.pid}`);
});

test('the lock of a process that is no more is taken over', async () => {
	(await acquireLock(path))();
	writeFileSync(path, JSON.stringify({ pid: await deadProcess(), host: hostname() }));
	const release = await acquireLock(path, { onWait: () => expect.unreachable() });
	release();
	expect(existsSync(path)).toBe(false);
});

test('a lock of another machine counts while its holder touches it, and not afterwards', async () => {
	(await acquireLock(path))();
	writeFileSync(path, JSON.stringify({ pid: process.pid, host: 'another-machine' }));
	let waited = false;
	const second = acquireLock(path, {
		retryMs: 2,
		onWait: () => {
			waited = true;
		},
	});
	await sleep(30);
	expect(waited).toBe(true);
	const longAgo = new Date(Date.now() - 120_000);
	utimesSync(path, longAgo, longAgo);
	(await second)();
});

test('giving back a lock that another process took over leaves the new one alone', async () => {
	const release = await acquireLock(path);
	const theirs = JSON.stringify({ pid: process.pid, host: 'another-machine' });
	writeFileSync(path, theirs);
	release();
	expect(existsSync(path)).toBe(true);
});

test('a process that is ended by a signal leaves no lock behind', async () => {
	const script = `import { acquireLock } from ${JSON.stringify(MODULE)};
		await acquireLock(${JSON.stringify(path)}); console.log('held'); setInterval(() => {}, 1000);`;
	const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	await once(child.stdout, 'data');
	expect(existsSync(path)).toBe(true);
	child.kill('SIGTERM');
	const [code] = await once(child, 'exit');
	expect(code).toBe(143);
	expect(existsSync(path)).toBe(false);
});
