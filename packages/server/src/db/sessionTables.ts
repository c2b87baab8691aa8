import type { JsonText, Millis } from './types.ts';

/** One life of a server process. It says twice a second that it is alive. */
export interface ServerRunsTable {
	id: string;
	/** Of the data folder: two runs of one node follow each other. */
	node_id: string;
	started_at: Millis;
	alive_at: Millis;
}

/** Which server carries the session of a room, or will: there is one at most. */
export interface HomesTable {
	/** `id` of the room. */
	room: string;
	/** Of the server; null while the room has no session and nobody waits in it. */
	run_id: string | null;
	/** Grows by one with each server that takes the room: what one wrote before can be told from what it writes now. */
	epoch: number;
}

export interface SessionsTable {
	/** 24 hexadecimal characters. */
	id: string;
	key_id: string;
	/** `id` of the room. */
	room: string;
	/** The server that carries it, or did at last. */
	run_id: string;
	start_at: Millis;
	end_at: Millis | null;
	end_reason: string | null;
}

/** Somebody who was in a session, once however often they came and went. */
export interface ParticipantsTable {
	/** 24 hexadecimal characters. */
	id: string;
	session_id: string;
	participant_id: string;
	/** As at the last join. */
	name: string;
	user_agent: string | null;
	sdk: string | null;
	/** As it is now, or was at last. */
	mode: string;
	/** Why it left at last; null while it is in. */
	leave_code: number | null;
	leave_message: string | null;
	/** The first join. */
	joined_at: Millis;
}

/** From a join to the leave after it. */
export interface StaysTable {
	id: string;
	session_id: string;
	/** `id` of the participant. */
	participant: string;
	start_at: Millis;
	end_at: Millis | null;
	/** While the session lasts: SHA-256, base64url, of the resume token that the stay was given. */
	resume_hash: string | null;
	/** The same of the token that it began with. */
	token_hash: string | null;
}

/** While a stream was on. */
export interface StreamSpansTable {
	id: string;
	participant: string;
	stay: string;
	/** `audio`, `video`, `share` or `shareAudio`. */
	kind: string;
	start_at: Millis;
	end_at: Millis | null;
}

export interface ModeChangesTable {
	id: string;
	participant: string;
	mode: string;
	at: Millis;
}

/** Who was let in after asking, and need not ask again while the session lasts. */
export interface AdmissionsTable {
	session_id: string;
	participant_id: string;
	/** SHA-256 of the ticket, base64url. */
	ticket_hash: string | null;
	/** 1 when the token named the participant, else 0. */
	named: number;
}

/** What moderators decided about whom, while the session lasts. */
export interface SanctionsTable {
	session_id: string;
	/** `participant`, `token` or `ticket`. */
	kind: string;
	/** The participant id, or the SHA-256 of the token or of the ticket, base64url. */
	value: string;
	/** How they may take part at most; null: not at all. */
	mode: string | null;
}

/** Messages that were published to be kept. */
export interface MessagesTable {
	session_id: string;
	topic: string;
	/** Its place among the messages of the topic, from 1. */
	number: number;
	id: string;
	sender_id: string;
	sender_name: string;
	message: string;
	payload: JsonText | null;
	/** Array of participant ids; null: everybody. */
	send_only: JsonText | null;
	at: Millis;
}

/**
 * Ten seconds of one participant. Bit rates in bit/s, RTT and jitter in ms, losses in packets; null where nothing
 * was measured.
 */
export interface QualitySamplesTable {
	participant: string;
	at: Millis;
	session_id: string;
	recv_audio_lost: number;
	recv_video_lost: number;
	send_audio_lost: number;
	send_video_lost: number;
	audio_rtt: number | null;
	video_rtt: number | null;
	audio_jitter: number | null;
	video_jitter: number | null;
	send_audio_bitrate: number | null;
	send_video_bitrate: number | null;
	recv_audio_bitrate: number | null;
	recv_video_bitrate: number | null;
	audio_score: number | null;
	video_score: number | null;
	/** Streams that were received at each height, as an object; null when there were none. */
	resolutions: JsonText | null;
}

export interface SessionTables {
	server_runs: ServerRunsTable;
	homes: HomesTable;
	sessions: SessionsTable;
	participants: ParticipantsTable;
	stays: StaysTable;
	stream_spans: StreamSpansTable;
	mode_changes: ModeChangesTable;
	admissions: AdmissionsTable;
	sanctions: SanctionsTable;
	messages: MessagesTable;
	quality_samples: QualitySamplesTable;
}
