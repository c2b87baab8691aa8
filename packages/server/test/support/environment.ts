import { randomBytes, randomUUID } from 'node:crypto';
import { freePort } from '@roomcast/testing/net/ports';
import type { TestDatabase } from './testDatabase.ts';

/** A key as it would come from the environment. */
export interface TestKey {
	readonly id: string;
	readonly secret: string;
}

export function newTestKey(): TestKey {
	return { id: randomUUID(), secret: randomBytes(32).toString('hex') };
}

/** Settings of a server on loopback, with ports that were free a moment ago. Nothing of the caller's own is taken over. */
export async function testEnvironment(
	dataDir: string,
	database: TestDatabase,
	key: TestKey | undefined,
): Promise<Record<string, string | undefined>> {
	return {
		ROOMCAST_PORT: '0',
		ROOMCAST_HOST: '127.0.0.1',
		ROOMCAST_DATA_DIR: dataDir,
		ROOMCAST_DATABASE_URL: database.url,
		ROOMCAST_API_KEY: key?.id,
		ROOMCAST_API_SECRET: key?.secret,
		ROOMCAST_MEDIA_PORTS: `${await freePort()}`,
		ROOMCAST_MEDIA_LISTEN_IP: '127.0.0.1',
		ROOMCAST_MEDIA_ANNOUNCED_IP: '127.0.0.1',
		ROOMCAST_MEDIA_WORKERS: '1',
		ROOMCAST_MEDIA_WORKER_BIN: process.env.ROOMCAST_MEDIA_WORKER_BIN,
		// Most of these servers record nothing, and to load one that waits costs more than all else that they do.
		ROOMCAST_SPARE_COMPOSERS: '0',
		ROOMCAST_LOG_LEVEL: 'error',
		ROOMCAST_LOG_FORMAT: 'json',
	};
}
