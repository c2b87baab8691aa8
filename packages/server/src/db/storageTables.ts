import type { Generated } from 'kysely';
import type { Flag, JsonText, Millis } from './types.ts';

/** Files that were handed in: on their way, stored, abandoned, being deleted. */
export interface StoredFilesTable {
	/** 24 hexadecimal characters. */
	id: string;
	key_id: string;
	capture_id: string | null;
	/** Where it is below its storage. */
	path: string;
	/** Its storage: what shares the limit of simultaneous transfers, and where a path exists once. */
	queue: string;
	content_type: string;
	/** Bytes. */
	size: number;
	meta: JsonText;
	state: string;
	target: string;
	/** The settings of the key it goes to; null in other targets. */
	key_storage_id: string | null;
	/** Which of the server's storages has it, once it has. */
	location: string | null;
	local_path: string | null;
	/** The data folder whose server has the local file; null when every server can reach it. */
	node_id: string | null;
	presigned_url: string | null;
	upload_id: string | null;
	tries: Generated<number>;
	/** Earliest moment of the next attempt; null when nothing is to be done. */
	next_at: Millis | null;
	/** Who works on it now, and until when that holds. */
	claim: string | null;
	claimed_until: Generated<Millis>;
	error: string | null;
	created_at: Millis;
	stored_at: Millis | null;
	/** When it was queued: at first `created_at`, later the moment of the deletion. It is tried for a day from then on. */
	queued_at: Millis;
}

/** The storages that keys have set for themselves. Those that were replaced stay as long as links are made with them. */
export interface KeyStoragesTable {
	id: string;
	key_id: string;
	endpoint: string | null;
	region: string;
	bucket: string;
	prefix: string;
	access_key_id: string;
	/** Null when the key has taken it back. */
	secret_access_key: string | null;
	force_path_style: Flag;
	created_at: Millis;
	updated_at: Millis;
	/** Since when another one, or none, is in its place. */
	replaced_at: Millis | null;
}

/** What signs links to local files: one row. */
export interface FileLinkSecretTable {
	id: number;
	secret: string;
	created_at: Millis;
}

export interface StorageTables {
	stored_files: StoredFilesTable;
	key_storages: KeyStoragesTable;
	file_link_secret: FileLinkSecretTable;
}
