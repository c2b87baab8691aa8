import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type ConfigError, Database, KeyService, loadConfig, startServer } from '../src/index.ts';
import { testEnvironment } from './support/environment.ts';
import { runCommand } from './support/ServerProcess.ts';
import { createTestDatabase, type TestDatabase } from './support/testDatabase.ts';

// Each start takes its time on a busy machine.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

type Line = Readonly<Record<string, unknown>>;

const SHORT = 'k'.repeat(31);

let database: TestDatabase;
let dataDir: string;
beforeEach(async () => {
	database = await createTestDatabase();
	dataDir = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
});
afterEach(async () => {
	await database.drop();
	await removeFolder(dataDir);
});

/** Starts a server, ends it, and returns what it logged from `warn` on. */
async function start(key: { id: string; secret: string } | undefined): Promise<Line[]> {
	const lines: Line[] = [];
	const logger = pino({ level: 'warn' }, { write: (line) => lines.push(JSON.parse(line)) });
	const server = await startServer(loadConfig(await testEnvironment(dataDir, database, key)), { logger });
	await server.close();
	return lines;
}

const events = (lines: readonly Line[]) =>
	lines.flatMap(({ securityEvent, keyId }) => (securityEvent === undefined ? [] : [[securityEvent, keyId]]));
const newSecret = () => randomBytes(32).toString('hex');

/** A key with a short secret, as earlier versions stored it. */
async function storeShort(id: string): Promise<void> {
	const opened = await Database.open({ databaseUrl: database.url, dataDir }, pino({ level: 'silent' }));
	await new KeyService(opened).ensure(id, newSecret());
	await opened.queries.updateTable('keys').set({ secret: SHORT }).where('id', '=', id).execute();
	await opened.close();
}

it('a key that is new at a start, and a secret that is replaced, are security events, once', async () => {
	const id = randomUUID();
	const secret = newSecret();
	expect(events(await start({ id, secret }))).toEqual([['key-created', id]]);
	expect(events(await start({ id, secret }))).toEqual([]);
	const replaced = newSecret();
	const lines = await start({ id, secret: replaced });
	expect(events(lines)).toEqual([['key-secret-replaced', id]]);
	for (const hidden of [secret, replaced]) expect(JSON.stringify(lines)).not.toContain(hidden);
	expect(events(await start(undefined))).toEqual([['key-created', expect.any(String)]]);
	expect(events(await start(undefined))).toEqual([]);
});

it('a secret under 32 bytes is refused for a new key, and to replace another, with what is allowed', async () => {
	const id = randomUUID();
	const says = /^ROOMCAST_API_SECRET has 31 bytes\. .* needs 32 to 512 printable ASCII characters/;
	const refused = await start({ id, secret: SHORT }).catch((error: ConfigError) => error);
	expect(refused).toMatchObject({ name: 'ConfigError', message: expect.stringMatching(says) });
	expect(`${refused}`).not.toContain(SHORT);
	await start({ id, secret: newSecret() });
	await expect(start({ id, secret: SHORT })).rejects.toThrow(says);
	await start({ id, secret: 'k'.repeat(32) });
});

it('a key that has a short secret from before keeps working, with a warning', async () => {
	const id = randomUUID();
	await storeShort(id);
	expect(await start({ id, secret: SHORT })).toMatchObject([
		{ msg: expect.stringContaining('ROOMCAST_API_SECRET is shorter than 32 bytes') },
	]);
	await expect(start({ id, secret: SHORT.slice(1) })).rejects.toThrow('ROOMCAST_API_SECRET has 30 bytes');
});

it('the command line refuses it with exit code 2', async () => {
	const environment = await testEnvironment(dataDir, database, { id: randomUUID(), secret: SHORT });
	for (const command of ['start', 'token']) {
		const { code, stderr } = await runCommand([command], environment);
		expect({ code, stderr }).toEqual({
			code: 2,
			stderr: expect.stringContaining('ROOMCAST_API_SECRET has 31 bytes'),
		});
	}
});
