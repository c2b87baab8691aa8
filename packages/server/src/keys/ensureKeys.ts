import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { developmentKeyPath, writeDevelopmentKey } from './developmentKeyFile.ts';
import type { Key } from './Key.ts';
import type { KeyService } from './service.ts';

/** HS256 wants a secret as long as its hash (RFC 7518 section 3.2): shorter ones work, for a try. */
const SAFE_SECRET_LENGTH = 32;

/**
 * The keys that a server starts with: the one of the environment, else the development key, which is written to the
 * data folder as well.
 *
 * @returns the development key when the server runs on it
 */
export async function ensureKeys(
	keys: KeyService,
	{ firstKey, dataDir }: Pick<Config, 'firstKey' | 'dataDir'>,
	logger: Logger,
): Promise<Key | undefined> {
	if (firstKey !== undefined) {
		if (firstKey.secret.length < SAFE_SECRET_LENGTH)
			logger.warn(
				`ROOMCAST_API_SECRET is shorter than ${SAFE_SECRET_LENGTH} characters: tokens can be forged by guessing it`,
			);
		const key = await keys.ensure(firstKey.id, firstKey.secret);
		if (key.revokedAt !== undefined)
			logger.warn(`ROOMCAST_API_KEY names the key ${key.id}, which was revoked: its tokens are refused`);
		return undefined;
	}
	const key = await keys.ensureDevelopmentKey();
	await writeDevelopmentKey(dataDir, key);
	logger.info(`development key: ${developmentKeyPath(dataDir)}`);
	return key;
}
