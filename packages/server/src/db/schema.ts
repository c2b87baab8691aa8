import type { Generated } from 'kysely';
import type { CaptureTables } from './captureTables.ts';
import type { QueueTables } from './queueTables.ts';
import type { SessionTables } from './sessionTables.ts';
import type { StorageTables } from './storageTables.ts';
import type { Flag, JsonText, Millis } from './types.ts';
import type { WebhookTables } from './webhookTables.ts';

/** API keys: one key is one tenant. */
export interface KeysTable {
	/** What tokens carry as `apikey`. */
	id: string;
	secret: string;
	name: string;
	/** 24 hexadecimal characters: the owner of everything that was made with this key. */
	user_id: string;
	development: Flag;
	created_at: Millis;
	revoked_at: Millis | null;
}

export interface RoomsTable {
	/** 24 hexadecimal characters. */
	id: string;
	key_id: string;
	/** `xxxx-xxxx-xxxx`. */
	room_id: string;
	custom_room_id: string | null;
	disabled: Generated<Flag>;
	geo_fence: string | null;
	webhook: JsonText | null;
	auto_close_config: JsonText | null;
	auto_start_config: JsonText | null;
	multi_composition: JsonText | null;
	allowed_participant_ids: JsonText | null;
	created_at: Millis;
	updated_at: Millis;
}

export interface Tables extends SessionTables, WebhookTables, CaptureTables, StorageTables, QueueTables {
	keys: KeysTable;
	rooms: RoomsTable;
}
