import { SESSION_ENDPOINTS, type Session } from '@roomcast/contract';
import type { App } from '../http/App.ts';
import { implement } from '../http/implement.ts';
import { pageInfo, requestedPage } from '../http/paging.ts';
import type { ChatService } from './chat/service.ts';
import type { StoredSpan } from './StoredSession.ts';
import type { SessionService, SessionWithParticipants } from './service.ts';
import { detailedView, sessionBase, sessionView, spanView } from './view.ts';

/** When one kind of output ran in some sessions, by session id. */
interface OutputSpans {
	spans(sessionIds: readonly string[]): Promise<ReadonlyMap<string, readonly StoredSpan[]>>;
}

export interface SessionRoutesOptions {
	readonly sessions: SessionService;
	readonly chat: ChatService;
	readonly recordings: OutputSpans;
	readonly hls: OutputSpans;
	publicUrl(): string;
}

/** `/v2/sessions`, in a scope that authenticates. */
export function registerSessionRoutes(
	app: App,
	{ sessions, chat, recordings, hls, publicUrl }: SessionRoutesOptions,
): void {
	const views = async (found: readonly SessionWithParticipants[], userId: string): Promise<Session[]> => {
		const links = await chat.links(found.map(({ session }) => session));
		const ids = found.map(({ session }) => session.id);
		const [recorded, streamed] = await Promise.all([recordings.spans(ids), hls.spans(ids)]);
		return found.map(({ session, participants }) =>
			sessionView(session, participants, {
				userId,
				publicUrl: publicUrl(),
				chatLink: links.get(session.id) ?? null,
				recordings: recorded.get(session.id) ?? [],
				streams: streamed.get(session.id) ?? [],
				now: sessions.timeIn(session),
			}),
		);
	};
	const view = async (found: SessionWithParticipants, userId: string): Promise<Session> => {
		const [session] = await views([found], userId);
		return session as Session;
	};

	implement(app, SESSION_ENDPOINTS, {
		listSessions: async ({ caller, query }) => {
			const paging = requestedPage(query);
			const { sessions: found, total } = await sessions.list(caller, paging);
			return { pageInfo: pageInfo(paging, total), data: await views(found, caller.userId) };
		},
		getSession: async ({ caller, params }) => view(await sessions.get(caller, params.sessionId), caller.userId),
		listParticipants: async ({ caller, params, query }) => {
			const paging = requestedPage(query);
			const found = await sessions.participants(caller, params.sessionId, { ...paging, active: false });
			return {
				pageInfo: pageInfo(paging, found.total),
				data: {
					...sessionBase(found.session, caller.userId, publicUrl()),
					participants: found.participants.map(({ participant, details }) => detailedView(participant, details)),
				},
			};
		},
		listActiveParticipants: async ({ caller, params, query }) => {
			const paging = requestedPage(query);
			const found = await sessions.participants(caller, params.sessionId, { ...paging, active: true });
			const streams = await hls.spans([found.session.id]);
			const session = {
				...sessionBase(found.session, caller.userId, publicUrl()),
				apiKey: caller.keyId,
				region: 'unknown',
				hlsLog: (streams.get(found.session.id) ?? []).map(spanView),
				participants: found.participants.map(({ participant, details }) => detailedView(participant, details)),
			};
			return { pageInfo: pageInfo(paging, found.total), data: [session] };
		},
		getParticipant: async ({ caller, params }) => {
			const { participant, details } = await sessions.participant(caller, params.sessionId, params.participantId);
			return detailedView(participant, details);
		},
		endSession: async ({ caller, body }) => view(await sessions.end(caller, body), caller.userId),
		removeParticipant: async ({ caller, body }) => view(await sessions.remove(caller, body), caller.userId),
	});
}
