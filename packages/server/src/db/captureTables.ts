import type { JsonText, Millis } from './types.ts';

/** Recordings and streams: one row from the request to the end. */
export interface CapturesTable {
	/** 24 hexadecimal characters. */
	id: string;
	key_id: string;
	/** Document id of the room. */
	room: string;
	session_id: string;
	kind: string;
	participant_id: string | null;
	participant_name: string | null;
	track_kind: string | null;
	options: JsonText;
	state: string;
	/** While it runs: what may run only once in a session. */
	slot: string | null;
	end_reason: string | null;
	error: string | null;
	folder: string;
	node_id: string;
	run_id: string;
	started_at: Millis | null;
	ended_at: Millis | null;
	created_at: Millis;
	updated_at: Millis;
	deleted_at: Millis | null;
}

/** The pieces of a capture: one more whenever its composer, or its server, died. */
export interface CapturePartsTable {
	capture_id: string;
	/** From 1. */
	number: number;
	path: string;
	/** The node that has it; null for that of the capture. */
	node_id: string | null;
	created_at: Millis;
}

/** Where a livestream goes. */
export interface LivestreamOutputsTable {
	/** 24 hexadecimal characters. */
	id: string;
	capture_id: string;
	/** As it was given. */
	url: string;
	stream_key: string;
	state: string;
	/** Why it is tried again, or failed. */
	reason: string | null;
	created_at: Millis;
	started_at: Millis | null;
	ended_at: Millis | null;
}

export interface CaptureTables {
	livestream_outputs: LivestreamOutputsTable;
	captures: CapturesTable;
	capture_parts: CapturePartsTable;
}
