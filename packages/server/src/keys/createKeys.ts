import type { Core } from '../Core.ts';
import { ensureKeys } from './ensureKeys.ts';
import type { Key } from './Key.ts';
import { KeyWatch } from './KeyWatch.ts';
import { KeyService } from './service.ts';

/** The API keys of a server. */
export interface Keys {
	readonly service: KeyService;
	/** Which keys were revoked, by any process. */
	readonly watch: KeyWatch;
	/** Undefined when the server has a key of its own. */
	readonly developmentKey: Key | undefined;
}

/** @throws ConfigError when the key of the environment cannot be used */
export async function createKeys({ config, database, security, logger, onClose }: Core): Promise<Keys> {
	const service = new KeyService(database);
	const developmentKey = await ensureKeys({ ...config, keys: service, security, logger });
	// From here on, the service tells real keys from invented ones without asking the database.
	await service.list();
	const watch = await KeyWatch.create({ queries: database.queries, security, logger });
	onClose(() => watch.close());
	return { service, watch, developmentKey };
}
