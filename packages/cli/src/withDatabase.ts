import { type Config, loadConfig } from '@roomcast/server/config';
import { Database } from '@roomcast/server/db/Database';
import { KeyService } from '@roomcast/server/keys/service';
import { createLogger } from '@roomcast/server/log/logger';
import { RoomService } from '@roomcast/server/rooms/service';

/** What commands need of a server, without the server. */
export interface Services {
	readonly config: Config;
	readonly keys: KeyService;
	readonly rooms: RoomService;
}

/**
 * Do something with the database that the settings name, whether or not a server runs on it.
 *
 * @throws ConfigError when a setting is wrong
 */
export async function withDatabase<T>(work: (services: Services) => Promise<T>): Promise<T> {
	const config = loadConfig();
	const logger = createLogger({ logLevel: 'warn', logFormat: 'pretty' });
	const database = await Database.open(config, logger);
	try {
		return await work({ config, keys: new KeyService(database), rooms: new RoomService(database) });
	} finally {
		await database.close();
	}
}
