import type { Core } from '../Core.ts';
import type { Keys } from '../keys/createKeys.ts';
import { Storage } from './Storage.ts';

/** The storage of a server; nothing is brought there before its `start()`. */
export async function createStorage(core: Core, keys: Pick<Keys, 'watch'>): Promise<Storage> {
	const { config } = core;
	const storage = await Storage.create({
		...core,
		dataDir: config.dataDir,
		location: config.storage,
		linkTtl: config.fileUrlTtl,
		keys: keys.watch,
	});
	core.onClose(() => storage.close());
	return storage;
}
