import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Permission } from '@roomcast/contract';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { onTestFinished } from 'vitest';
import { mintToken } from '../../src/index.ts';
import { newTestKey, testEnvironment } from './environment.ts';
import { ServerProcess } from './ServerProcess.ts';
import { createTestDatabase } from './testDatabase.ts';

/** What a REST call answered, without its status; tests look into it freely. */
export type Body = ReturnType<typeof JSON.parse>;

/** A server process that runs. */
export interface Running {
	readonly server: ServerProcess;
	readonly url: string;
	/** Calls the REST API: POST with a body, else GET. */
	call(path: string, body?: object): Promise<Body>;
}

/** A server process that can be killed and started again on the same data. */
export interface Restartable {
	/** What its tokens are signed with. */
	readonly key: { readonly id: string; readonly secret: string };
	/** What its servers share, besides the database. */
	readonly dataDir: string;
	/** Of PostgreSQL; undefined means SQLite in the data folder. */
	readonly databaseUrl: string | undefined;
	/** Of an administrator. */
	readonly token: string;
	/** A token with other permissions. */
	mint(permissions: readonly Permission[]): Promise<string>;
	start(): Promise<Running>;
}

/**
 * For the running test; nothing is left after it.
 *
 * @param settings `ROOMCAST_*` variables that differ from those of tests
 */
export async function restartable(settings: Readonly<Record<string, string>> = {}): Promise<Restartable> {
	const database = await createTestDatabase();
	const dataDir = await mkdtemp(join(tmpdir(), 'roomcast-test-'));
	const key = newTestKey();
	const environment = { ...(await testEnvironment(dataDir, database, key)), ...settings };
	const mint = (permissions: readonly Permission[]) => mintToken(key, { permissions, expiresIn: 6 * 3600 });
	const token = await mint(['allow_join', 'allow_mod']);
	onTestFinished(async () => {
		await database.drop();
		await removeFolder(dataDir);
	});
	return {
		key,
		dataDir,
		databaseUrl: database.url,
		token,
		mint,
		async start() {
			const server = new ServerProcess(['start'], environment);
			onTestFinished(server.end);
			const url = await server.ready();
			const call = async (path: string, body?: object) => {
				const response = await fetch(`${url}${path}`, {
					method: body === undefined ? 'GET' : 'POST',
					headers: { authorization: token, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
					...(body === undefined ? {} : { body: JSON.stringify(body) }),
				});
				return (await response.json()) as Body;
			};
			return { server, url, call };
		},
	};
}
