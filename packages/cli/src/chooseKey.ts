import { ensureFirstKey } from '@roomcast/server/keys/ensureKeys';
import type { Key } from '@roomcast/server/keys/Key';
import { UsageError } from './Command.ts';
import type { Services } from './withDatabase.ts';

/**
 * The key that a command works with: the one that was named, else the one of the settings, else the only one in force,
 * else the development key.
 *
 * @throws UsageError when that cannot be said
 */
export async function chooseKey({ keys, config }: Services, named: string | undefined): Promise<Key> {
	const all = (await keys.list()).filter((key) => key.revokedAt === undefined);
	const id = named ?? config.firstKey?.id;
	if (id !== undefined) {
		const key = all.find((candidate) => candidate.id === id);
		if (key !== undefined) return key;
		if (named === undefined && config.firstKey !== undefined) return (await ensureFirstKey(keys, config.firstKey)).key;
		throw new UsageError(`There is no active key ${id}. \`roomcast keys list\` shows all.`);
	}
	const [only, second] = all;
	if (only === undefined) return (await keys.ensureDevelopmentKey()).key;
	if (second === undefined) return only;
	const development = all.find((key) => key.development);
	if (development !== undefined) return development;
	throw new UsageError('There are several keys. Choose one with --key. `roomcast keys list` shows all.');
}
