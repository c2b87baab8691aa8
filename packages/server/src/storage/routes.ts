import { type KeyStorageView, STORAGE_ENDPOINTS } from '@roomcast/contract';
import type { App } from '../http/App.ts';
import { implement } from '../http/implement.ts';
import type { KeyStorage } from './keyStorageStore.ts';
import type { StorageService } from './service.ts';

/** `/v2/storage`, in a scope that authenticates. */
export function registerStorageRoutes(app: App, storage: StorageService): void {
	implement(app, STORAGE_ENDPOINTS, {
		putStorage: async ({ caller, body }) => view(await storage.put(caller, body)),
		getStorage: async ({ caller }) => view(await storage.get(caller)),
		deleteStorage: async ({ caller }) => {
			await storage.delete(caller);
			return { message: 'Storage deleted successfully' };
		},
	});
}

function view(storage: KeyStorage): KeyStorageView {
	return {
		type: 's3',
		endpoint: storage.endpoint ?? null,
		region: storage.region,
		bucket: storage.bucket,
		prefix: storage.prefix,
		accessKeyId: storage.accessKeyId,
		forcePathStyle: storage.forcePathStyle,
		createdAt: storage.createdAt.toISOString(),
		updatedAt: storage.updatedAt.toISOString(),
	};
}
