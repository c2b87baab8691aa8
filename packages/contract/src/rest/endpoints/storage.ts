import { declareEndpoints } from '../Endpoint.ts';
import { KeyStorageBody, KeyStorageView, StorageDeleted } from '../storage.ts';

/** `/v2/storage`: a Roomcast addition. */
export const STORAGE_ENDPOINTS = declareEndpoints('Storage', {
	putStorage: {
		method: 'PUT',
		path: '/v2/storage',
		action: 'storage.set',
		title: 'Keep recordings in your own bucket',
		text: 'Recordings of this API key then go there instead of to the storage of the server. The server first writes, reads and deletes an object; if that fails, nothing changes.',
		body: KeyStorageBody,
		answer: KeyStorageView,
		errors: ['UNAUTHORIZED_MEETING_ID', 'UNAUTHORIZED_PARTCIPANT_ID', 'STORAGE_NOT_USABLE'],
	},
	getStorage: {
		method: 'GET',
		path: '/v2/storage',
		action: 'storage.read',
		title: 'Get the bucket of this key',
		text: 'The settings, without the secret.',
		answer: KeyStorageView,
		errors: ['UNAUTHORIZED_MEETING_ID', 'UNAUTHORIZED_PARTCIPANT_ID', 'STORAGE_NOT_SET'],
	},
	deleteStorage: {
		method: 'DELETE',
		path: '/v2/storage',
		action: 'storage.set',
		title: 'Keep recordings on the server again',
		text: 'Deletes the credentials. Files in the bucket stay there, but have no links any more. Recordings on their way there fail.',
		answer: StorageDeleted,
		errors: ['UNAUTHORIZED_MEETING_ID', 'UNAUTHORIZED_PARTCIPANT_ID', 'STORAGE_NOT_SET'],
	},
});
