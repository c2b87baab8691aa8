import type { Logger } from 'pino';
import { ConfigError } from '../config/ConfigError.ts';
import type { Config } from '../config.ts';
import type { SecurityLog } from '../security/SecurityLog.ts';
import { developmentKeyPath, writeDevelopmentKey } from './developmentKeyFile.ts';
import type { Key } from './Key.ts';
import { type EnsuredKey, type KeyService, LEAST_SECRET_BYTES, WeakSecret } from './service.ts';

export interface EnsureKeysOptions extends Pick<Config, 'firstKey' | 'dataDir'> {
	readonly keys: KeyService;
	readonly security: Pick<SecurityLog, 'report'>;
	readonly logger: Logger;
}

/**
 * The keys that a server starts with: the one of the environment, else the development key, which is written to the
 * data folder as well.
 *
 * @returns the development key when the server runs on it
 * @throws ConfigError when the secret of the environment is too short for a new one
 */
export async function ensureKeys(options: EnsureKeysOptions): Promise<Key | undefined> {
	const { keys, firstKey, dataDir, security, logger } = options;
	const { key, change } =
		firstKey === undefined ? await keys.ensureDevelopmentKey() : await ensureFirstKey(keys, firstKey);
	if (change !== undefined) security.report(change, { keyId: key.id });
	if (firstKey === undefined) {
		await writeDevelopmentKey(dataDir, key);
		logger.info(`development key: ${developmentKeyPath(dataDir)}`);
		return key;
	}
	if (Buffer.byteLength(key.secret) < LEAST_SECRET_BYTES)
		logger.warn(
			`ROOMCAST_API_SECRET is shorter than ${LEAST_SECRET_BYTES} bytes: tokens can be forged by guessing it. A new one must be longer`,
		);
	if (key.revokedAt !== undefined)
		logger.warn(`ROOMCAST_API_KEY names the key ${key.id}, which was revoked: its tokens are refused`);
	return undefined;
}

/** @throws ConfigError */
export async function ensureFirstKey(
	keys: KeyService,
	{ id, secret }: NonNullable<Config['firstKey']>,
): Promise<EnsuredKey> {
	try {
		return await keys.ensure(id, secret);
	} catch (error) {
		if (!(error instanceof WeakSecret)) throw error;
		throw new ConfigError([
			`ROOMCAST_API_SECRET has ${Buffer.byteLength(secret)} bytes. A key that is new or gets another secret needs ${LEAST_SECRET_BYTES} to 512 printable ASCII characters without spaces; \`openssl rand -hex 32\` makes one.`,
		]);
	}
}
