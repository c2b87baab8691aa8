import {
	ActiveParticipants,
	AllParticipants,
	DetailedParticipant,
	EndSessionBody,
	ListSessionsQuery,
	PageQuery,
	RemoveParticipantBody,
	Session,
	SessionPage,
	SessionParams,
	SessionParticipantParams,
} from '@roomcast/contract';
import { callerOf } from '../auth/authenticateRequests.ts';
import type { App } from '../http/App.ts';
import { type OperationText, operation } from '../http/operation.ts';
import { pageInfo, requestedPage } from '../http/paging.ts';
import type { ChatService } from './chat/ChatService.ts';
import type { StoredSpan } from './StoredSession.ts';
import type { SessionService, SessionWithParticipants } from './service.ts';
import { detailedView, sessionBase, sessionView, spanView } from './view.ts';

export interface SessionRoutesOptions {
	readonly sessions: SessionService;
	readonly chat: ChatService;
	/** When the meetings of some sessions were recorded, by session id. */
	recordingSpans(sessionIds: readonly string[]): Promise<ReadonlyMap<string, readonly StoredSpan[]>>;
	/** When HLS of some sessions ran, by session id. */
	hlsSpans(sessionIds: readonly string[]): Promise<ReadonlyMap<string, readonly StoredSpan[]>>;
	publicUrl(): string;
}

const tags = ['Sessions'] as const satisfies OperationText['tags'];

/** `/v2/sessions` (VideoSDK v2, sessions), in a scope that authenticates. */
export function registerSessionRoutes(
	app: App,
	{ sessions, chat, recordingSpans, hlsSpans, publicUrl }: SessionRoutesOptions,
): void {
	const views = async (found: readonly SessionWithParticipants[], userId: string): Promise<Session[]> => {
		const links = await chat.links(found.map(({ session }) => session));
		const ids = found.map(({ session }) => session.id);
		const [recordings, streams] = await Promise.all([recordingSpans(ids), hlsSpans(ids)]);
		return found.map(({ session, participants }) =>
			sessionView(session, participants, {
				userId,
				publicUrl: publicUrl(),
				chatLink: links.get(session.id) ?? null,
				recordings: recordings.get(session.id) ?? [],
				streams: streams.get(session.id) ?? [],
				now: sessions.timeIn(session),
			}),
		);
	};
	const view = async (found: SessionWithParticipants, userId: string): Promise<Session> => {
		const [session] = await views([found], userId);
		return session as Session;
	};

	app.get(
		'/v2/sessions',
		{
			schema: operation(
				{
					tags,
					action: 'session.read',
					operationId: 'listSessions',
					summary: 'List sessions',
					description:
						'Of all rooms, newest first. You can combine filters; a filter for an unknown room returns an empty list.',
					errors: [],
				},
				{ querystring: ListSessionsQuery, answer: SessionPage },
			),
		},
		async (request) => {
			const caller = callerOf(request);
			const query = requestedPage(request.query);
			const { sessions: found, total } = await sessions.list(caller, query);
			return { pageInfo: pageInfo(query, total), data: await views(found, caller.userId) };
		},
	);

	app.get(
		'/v2/sessions/:sessionId',
		{
			schema: operation(
				{
					tags,
					action: 'session.read',
					operationId: 'getSession',
					summary: 'Fetch a session',
					description: 'With everybody who was in it, and when.',
					errors: ['SESSION_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID'],
				},
				{ params: SessionParams, answer: Session },
			),
		},
		async (request) => {
			const caller = callerOf(request);
			return view(await sessions.get(caller, request.params.sessionId), caller.userId);
		},
	);

	app.get(
		'/v2/sessions/:sessionId/participants',
		{
			schema: operation(
				{
					tags,
					action: 'session.read',
					operationId: 'listParticipants',
					summary: 'List the participants of a session',
					description: 'Including those who left, in the order of their first join. `data` is the session.',
					errors: ['SESSION_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID'],
				},
				{ params: SessionParams, querystring: PageQuery, answer: AllParticipants },
			),
		},
		async (request) => {
			const caller = callerOf(request);
			const paging = requestedPage(request.query);
			const found = await sessions.participants(caller, request.params.sessionId, { ...paging, active: false });
			return {
				pageInfo: pageInfo(paging, found.total),
				data: {
					...sessionBase(found.session, caller.userId, publicUrl()),
					participants: found.participants.map(({ participant, details }) => detailedView(participant, details)),
				},
			};
		},
	);

	app.get(
		'/v2/sessions/:sessionId/participants/active',
		{
			schema: operation(
				{
					tags,
					action: 'session.read',
					operationId: 'listActiveParticipants',
					summary: 'List the active participants of a session',
					description: '`data` is an array with the session, as in VideoSDK.',
					errors: ['SESSION_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID'],
				},
				{ params: SessionParams, querystring: PageQuery, answer: ActiveParticipants },
			),
		},
		async (request) => {
			const caller = callerOf(request);
			const paging = requestedPage(request.query);
			const found = await sessions.participants(caller, request.params.sessionId, { ...paging, active: true });
			const streams = await hlsSpans([found.session.id]);
			const session = {
				...sessionBase(found.session, caller.userId, publicUrl()),
				apiKey: caller.keyId,
				region: 'unknown',
				hlsLog: (streams.get(found.session.id) ?? []).map(spanView),
				participants: found.participants.map(({ participant, details }) => detailedView(participant, details)),
			};
			return { pageInfo: pageInfo(paging, found.total), data: [session] };
		},
	);

	app.get(
		'/v2/sessions/:sessionId/participants/:participantId',
		{
			schema: operation(
				{
					tags,
					action: 'session.read',
					operationId: 'getParticipant',
					summary: 'Fetch a participant of a session',
					description: 'With stays, devices turned on and off, modes, and the leave reason.',
					errors: ['SESSION_NOT_FOUND', 'PARTICIPANT_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID'],
				},
				{ params: SessionParticipantParams, answer: DetailedParticipant },
			),
		},
		async (request) => {
			const { sessionId, participantId } = request.params;
			const { participant, details } = await sessions.participant(callerOf(request), sessionId, participantId);
			return detailedView(participant, details);
		},
	);

	app.post(
		'/v2/sessions/end',
		{
			schema: operation(
				{
					tags,
					action: 'session.end',
					operationId: 'endSession',
					summary: 'End a session',
					description:
						'The session of the room, or the one with that id. Everybody leaves with reason 1009. Returns the session as it is stored afterwards.',
					errors: ['SESSION_NOT_FOUND', 'SESSION_ELSEWHERE', 'INVALID_MEETING_ID', 'UNAUTHORIZED_MEETING_ID'],
				},
				{ body: EndSessionBody, answer: Session },
			),
		},
		async (request) => {
			const caller = callerOf(request);
			return view(await sessions.end(caller, request.body), caller.userId);
		},
	);

	app.post(
		'/v2/sessions/participants/remove',
		{
			schema: operation(
				{
					tags,
					action: 'participant.remove',
					operationId: 'removeParticipant',
					summary: 'Remove a participant',
					description:
						'The participant leaves with reason 1010 and stays out until the session ends. Returns the session as it is stored afterwards.',
					errors: [
						'SESSION_NOT_FOUND',
						'SESSION_ELSEWHERE',
						'PARTICIPANT_NOT_FOUND',
						'INVALID_MEETING_ID',
						'UNAUTHORIZED_MEETING_ID',
					],
				},
				{ body: RemoveParticipantBody, answer: Session },
			),
		},
		async (request) => {
			const caller = callerOf(request);
			return view(await sessions.remove(caller, request.body), caller.userId);
		},
	);
}
