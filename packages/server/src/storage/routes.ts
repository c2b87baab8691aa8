import { KeyStorageBody, KeyStorageView, StorageDeleted } from '@roomcast/contract';
import { callerOf } from '../auth/authenticateRequests.ts';
import type { App } from '../http/App.ts';
import { type OperationText, operation } from '../http/operation.ts';
import type { KeyStorage } from './keyStorageStore.ts';
import type { StorageService } from './service.ts';

const tags = ['Storage'] as const satisfies OperationText['tags'];
const ERRORS = ['UNAUTHORIZED_MEETING_ID', 'UNAUTHORIZED_PARTCIPANT_ID'] as const;

/** `/v2/storage`, our addition to the API, in a scope that authenticates. */
export function registerStorageRoutes(app: App, storage: StorageService): void {
	app.put(
		'/v2/storage',
		{
			schema: operation(
				{
					tags,
					action: 'storage.set',
					operationId: 'putStorage',
					summary: 'Keep recordings in your own bucket',
					description: `Recordings of this API key then go there instead of to the storage of the server. The server first writes, reads and deletes an object; if that fails, nothing changes.`,
					errors: [...ERRORS, 'STORAGE_NOT_USABLE'],
				},
				{ body: KeyStorageBody, answer: KeyStorageView },
			),
		},
		async (request) => view(await storage.put(callerOf(request), request.body)),
	);

	app.get(
		'/v2/storage',
		{
			schema: operation(
				{
					tags,
					action: 'storage.read',
					operationId: 'getStorage',
					summary: 'Get the bucket of this key',
					description: `The settings, without the secret.`,
					errors: [...ERRORS, 'STORAGE_NOT_SET'],
				},
				{ answer: KeyStorageView },
			),
		},
		async (request) => view(await storage.get(callerOf(request))),
	);

	app.delete(
		'/v2/storage',
		{
			schema: operation(
				{
					tags,
					action: 'storage.set',
					operationId: 'deleteStorage',
					summary: 'Keep recordings on the server again',
					description: `Deletes the credentials. Files in the bucket stay there, but have no links any more. Recordings on their way there fail.`,
					errors: [...ERRORS, 'STORAGE_NOT_SET'],
				},
				{ answer: StorageDeleted },
			),
		},
		async (request) => {
			await storage.delete(callerOf(request));
			return { message: 'Storage deleted successfully' };
		},
	);
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
