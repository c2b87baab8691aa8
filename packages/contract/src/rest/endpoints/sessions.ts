import { Type } from 'typebox';
import { PageQuery } from '../common.ts';
import { declareEndpoints } from '../Endpoint.ts';
import {
	ActiveParticipants,
	AllParticipants,
	AnswerEntryBody,
	AnsweredEntry,
	ChatLinkQuery,
	DetailedParticipant,
	EndSessionBody,
	EntryRequestParams,
	EntryRequests,
	EntryRequestsParams,
	ListSessionsQuery,
	ParticipantStats,
	RemoveParticipantBody,
	Session,
	SessionPage,
	SessionParams,
	SessionParticipantParams,
	SessionStats,
} from '../sessions.ts';

/** `/v2/sessions` (VideoSDK v2, sessions). */
export const SESSION_ENDPOINTS = declareEndpoints('Sessions', {
	listSessions: {
		method: 'GET',
		path: '/v2/sessions',
		action: 'session.read',
		title: 'List sessions',
		text: 'Of all rooms, newest first. You can combine filters; a filter for an unknown room returns an empty list.',
		query: ListSessionsQuery,
		answer: SessionPage,
	},
	getSession: {
		method: 'GET',
		path: '/v2/sessions/:sessionId',
		action: 'session.read',
		title: 'Fetch a session',
		text: 'With everybody who was in it, and when.',
		params: SessionParams,
		answer: Session,
		errors: ['SESSION_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID'],
	},
	listParticipants: {
		method: 'GET',
		path: '/v2/sessions/:sessionId/participants',
		action: 'session.read',
		title: 'List the participants of a session',
		text: 'Including those who left, in the order of their first join. `data` is the session.',
		params: SessionParams,
		query: PageQuery,
		answer: AllParticipants,
		errors: ['SESSION_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID'],
	},
	listActiveParticipants: {
		method: 'GET',
		path: '/v2/sessions/:sessionId/participants/active',
		action: 'session.read',
		title: 'List the active participants of a session',
		text: '`data` is an array with the session, as in VideoSDK.',
		params: SessionParams,
		query: PageQuery,
		answer: ActiveParticipants,
		errors: ['SESSION_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID'],
	},
	getParticipant: {
		method: 'GET',
		path: '/v2/sessions/:sessionId/participants/:participantId',
		action: 'session.read',
		title: 'Fetch a participant of a session',
		text: 'With stays, devices turned on and off, modes, and the leave reason.',
		params: SessionParticipantParams,
		answer: DetailedParticipant,
		errors: ['SESSION_NOT_FOUND', 'PARTICIPANT_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID'],
	},
	endSession: {
		method: 'POST',
		path: '/v2/sessions/end',
		action: 'session.end',
		title: 'End a session',
		text: 'The session of the room, or the one with that id. Everybody leaves with reason 1009. Returns the session as it is stored afterwards.',
		body: EndSessionBody,
		answer: Session,
		errors: ['SESSION_NOT_FOUND', 'SESSION_ELSEWHERE', 'INVALID_MEETING_ID', 'UNAUTHORIZED_MEETING_ID'],
	},
	removeParticipant: {
		method: 'POST',
		path: '/v2/sessions/participants/remove',
		action: 'participant.remove',
		title: 'Remove a participant',
		text: 'The participant leaves with reason 1010 and stays out until the session ends. Returns the session as it is stored afterwards.',
		body: RemoveParticipantBody,
		answer: Session,
		errors: [
			'SESSION_NOT_FOUND',
			'SESSION_ELSEWHERE',
			'PARTICIPANT_NOT_FOUND',
			'INVALID_MEETING_ID',
			'UNAUTHORIZED_MEETING_ID',
		],
	},
});

/** How good sessions were (VideoSDK v2, session and participant statistics). */
export const QUALITY_ENDPOINTS = declareEndpoints('Sessions', {
	getSessionStats: {
		method: 'GET',
		path: '/v2/sessions/:sessionId/stats',
		action: 'session.read',
		title: 'Fetch the quality of a session',
		text: 'One measurement every ten seconds: the sum of the losses of all participants, and the mean of the other values.',
		params: SessionParams,
		answer: SessionStats,
		errors: ['SESSION_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID'],
	},
	getParticipantStats: {
		method: 'GET',
		path: '/v2/sessions/:sessionId/participant/:participantId/stats',
		action: 'session.read',
		title: 'Fetch the quality of one participant',
		text: 'One measurement every ten seconds, with the heights of the received pictures.',
		params: SessionParticipantParams,
		answer: ParticipantStats,
		errors: ['SESSION_NOT_FOUND', 'PARTICIPANT_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID'],
	},
});

export const CHAT_ENDPOINTS = declareEndpoints('Sessions', {
	getChat: {
		method: 'GET',
		path: '/v2/sessions/:sessionId/chat.csv',
		action: 'open',
		title: 'Download the chat of a session',
		text: 'CSV (RFC 4180) with the columns `timestamp`, `senderId`, `senderName`, `message`, `sentTo`. The address is the `chatLink` of the session. It needs no token and is valid for a day.',
		params: SessionParams,
		query: ChatLinkQuery,
		answer: Type.String({ description: 'The chat' }),
		answerType: 'text/csv',
		errors: ['INVALID_TOKEN', 'KEY_REVOKED'],
	},
});

/** Who waits to be let in: a Roomcast addition. */
export const ENTRY_ENDPOINTS = declareEndpoints('Waiting room', {
	listEntryRequests: {
		method: 'GET',
		path: '/v2/sessions/:sessionId/entry-requests',
		action: 'entry.list',
		title: 'List waiting guests',
		text: 'In the order of their requests. Until somebody joins, there is no session yet: use the id of the room.',
		params: EntryRequestsParams,
		answer: EntryRequests,
		errors: ['SESSION_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID'],
	},
	answerEntryRequest: {
		method: 'POST',
		path: '/v2/sessions/:sessionId/entry-requests/:participantId',
		action: 'entry.answer',
		title: 'Answer an entry request',
		text: 'The first decision counts, over REST or in the call. A guest who is let in has at least 30 s to join.',
		params: EntryRequestParams,
		body: AnswerEntryBody,
		answer: AnsweredEntry,
		errors: ['SESSION_NOT_FOUND', 'RESPOND_ENTRY_FAILED', 'UNAUTHORIZED_MEETING_ID'],
	},
});
