import type { ErrorName } from '@roomcast/contract';

/** One kind of security event, for the log and for `docs/security-log.md`. */
export interface SecurityEventRow {
	/** What happened, in a few words: the `msg` of its lines. */
	readonly title: string;
	/** When it is written, for the docs page. */
	readonly when: string;
	/** Fields beside those that every line has, for the docs page. */
	readonly fields: readonly string[];
}

const WHO = ['address', 'keyId', 'claimedKeyId', 'roomId', 'participantId'];
const REQUEST = ['method', 'path', 'request', 'requestId'];
const ERROR = ['error', 'reason'];

/** Every kind of security event there is, in the order of the docs page. */
export const SECURITY_EVENTS = {
	'token-refused': {
		title: 'A token was refused',
		when: 'A token is missing, malformed, expired or wrongly signed, or its key is unknown or revoked, over REST, WHIP or signalling. So is a resume token that matches no participant; clients that come back after a restart send one each.',
		fields: [...WHO, ...REQUEST, ...ERROR],
	},
	'action-refused': {
		title: 'An action was refused',
		when: 'A valid token does not permit what the caller asks for: an action, a room, a participant or a role.',
		fields: [...WHO, ...REQUEST, ...ERROR],
	},
	'limit-reached': {
		title: 'A limit was reached',
		when: 'There were more requests, messages or bytes than allowed, or the server closed a connection with 4400 (unreadable messages), 4408 (does not read) or 4429 (too many messages).',
		fields: [...WHO, ...REQUEST, ...ERROR, 'closeCode'],
	},
	'target-refused': {
		title: 'A target was refused',
		when: 'A URL from a caller, or from a redirect of an RTMP server, is not allowed: a private address, another protocol, credentials in the URL.',
		fields: [...WHO, ...REQUEST, ...ERROR, 'target'],
	},
	'link-refused': {
		title: 'A link was refused',
		when: 'A signed link to a file, playlist or chat was changed, has expired, or belongs to a revoked key.',
		fields: ['address', 'keyId', ...REQUEST, ...ERROR],
	},
	'invitation-created': {
		title: 'An invitation was created',
		when: 'A participant made a link for guests. `permission` says what they may do, `expiresIn` for how many seconds.',
		fields: ['keyId', 'roomId', 'participantId', 'permission', 'expiresIn'],
	},
	'key-created': { title: 'An API key was created', when: 'A key was added to the database.', fields: ['keyId'] },
	'key-secret-replaced': {
		title: 'The secret of an API key was replaced',
		when: 'The server started with another `ROOMCAST_API_SECRET` for the same `ROOMCAST_API_KEY`.',
		fields: ['keyId'],
	},
	'key-revoked': {
		title: 'An API key was revoked',
		when: 'A key was revoked, here or by another process. Every server on the database logs it.',
		fields: ['keyId'],
	},
} as const satisfies Record<string, SecurityEventRow>;

export type SecurityEventKind = keyof typeof SECURITY_EVENTS;

/** Which errors of the table are security events, and of which kind. The one place that decides it, for REST and signalling. */
export const ERROR_EVENTS: Partial<Record<ErrorName, SecurityEventKind>> = {
	INVALID_API_KEY: 'token-refused',
	INVALID_TOKEN: 'token-refused',
	APIKEY_DEACTIVATED: 'token-refused',
	RESUME_FAILED: 'token-refused',
	INVALID_PERMISSIONS: 'action-refused',
	UNAUTHORIZED_MEETING_ID: 'action-refused',
	UNAUTHORIZED_PARTCIPANT_ID: 'action-refused',
	UNAUTHORIZED_ROLE: 'action-refused',
	UNAUTHORIZED_REQUEST: 'action-refused',
	PARTICIPANT_REMOVED: 'action-refused',
	REMOVE_PARTICIPANT_FAILED: 'action-refused',
	CHANGE_MODE_FAILED: 'action-refused',
	DEVELOPMENT_ONLY: 'action-refused',
	TOO_MANY_REQUESTS: 'limit-reached',
	PAYLOAD_TOO_LARGE: 'limit-reached',
	FILE_LINK_INVALID: 'link-refused',
	FILE_LINK_EXPIRED: 'link-refused',
	KEY_REVOKED: 'link-refused',
};
