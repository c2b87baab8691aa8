import { Type } from 'typebox';

/** 24 hexadecimal characters: the id of a stored document (room, session, recording, user). */
export const DocumentId = Type.String({ pattern: '^[0-9a-f]{24}$', description: '24 hexadecimal characters' });

/** `xxxx-xxxx-xxxx`: three groups of four lower-case letters or digits. */
export const ROOM_ID_PATTERN = '^[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}$';

/** The public address of a room, also called `meetingId` by clients. */
export const RoomId = Type.String({ pattern: ROOM_ID_PATTERN, description: 'Room address, `xxxx-xxxx-xxxx`' });

/** The caller's own name for a room: 1–128 characters that stay what they are in a path. */
export const CustomRoomId = Type.Refine(
	Type.String({
		minLength: 1,
		maxLength: 128,
		pattern: '^[^\\x00-\\x1f\\x7f/?#]+$',
		description:
			'Your id for the room: 1–128 characters, without `/`, `?`, `#` and control characters, not `.` or `..`',
	}),
	(text) => text !== '.' && text !== '..',
	() => 'must not be `.` or `..`: a path has no such part',
);

/** What clients pass where a room is meant: its `roomId`, or its `customRoomId` where the call allows it. */
export const RoomReference = Type.String({ minLength: 1, maxLength: 128 });

const PARTICIPANT_ID_WORDS = "1–64 of the letters and digits of ASCII and . _ ~ @ : | = + - ! $ & ' ( ) * , ;";

/**
 * Id of a participant within a session: chosen by the client or its token, else by the server. Ids of identity providers fit
 * (`auth0|5f7c…`, base64 without `/`, addresses); what ends or changes a part of a path does not (RFC 3986, section 3.3).
 */
export const ParticipantId = Type.Refine(
	Type.String({
		minLength: 1,
		maxLength: 64,
		pattern: "^[A-Za-z0-9._~@:|=+!$&'()*,;-]+$",
		'x-pattern-in-words': `${PARTICIPANT_ID_WORDS}, so that it stays what it is in a path`,
		description: `${PARTICIPANT_ID_WORDS}; not \`.\` or \`..\``,
	}),
	(text) => text !== '.' && text !== '..',
	() => 'must not be `.` or `..`: a path has no such part',
);

/** An instant, ISO 8601 in UTC with milliseconds. */
export const Timestamp = Type.String({ format: 'date-time', description: 'ISO 8601, UTC, milliseconds' });
