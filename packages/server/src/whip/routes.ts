import { RoomcastError, WHIP_ENDPOINTS } from '@roomcast/contract';
import type { App } from '../http/App.ts';
import { implement } from '../http/implement.ts';
import { publicPath } from '../http/publicPath.ts';
import type { IceServersFor } from '../media/iceServersFor.ts';
import { iceLinks } from './iceLinks.ts';
import type { WhipService } from './service.ts';

export interface WhipRoutesOptions {
	readonly whip: WhipService;
	readonly iceServers: IceServersFor;
	/** Base of every link that is handed out. */
	publicUrl(): string;
}

const OFFER = WHIP_ENDPOINTS.publishByWhip.bodyType;
const FRAGMENT = WHIP_ENDPOINTS.patchWhip.bodyType;
const EXPOSED = 'location, etag, link, accept-patch';

/** `/v2/whip`, in a scope that authenticates. */
export async function registerWhipRoutes(app: App, { whip, iceServers, publicUrl }: WhipRoutesOptions): Promise<void> {
	await app.register(async (scope: App) => {
		scope.removeContentTypeParser([OFFER, FRAGMENT]);
		scope.addContentTypeParser(
			[OFFER, FRAGMENT],
			{ parseAs: 'string' },
			async (_request: unknown, text: string) => text,
		);
		implement(scope, WHIP_ENDPOINTS, {
			publishByWhip: async ({ caller, query, body, request, reply }) => {
				const { session, answer, refusals } = await whip.publish(caller, query, body, {
					userAgent: request.headers['user-agent'],
				});
				const participantId = session.published?.seat.participant.participantId ?? '';
				if (refusals.length > 0) request.log.info({ participantId, refusals }, 'a part of a WHIP offer was not taken');
				reply
					.header('location', `${publicPath(publicUrl())}/v2/whip/sessions/${session.id}`)
					.header('etag', session.etag)
					.header('accept-patch', FRAGMENT)
					.header('access-control-expose-headers', EXPOSED);
				for (const link of iceLinks(iceServers(participantId))) reply.header('link', link);
				return answer;
			},
			patchWhip: async ({ caller, params, body, request, reply }) => {
				const session = whip.find('whip.restart', caller, params.sessionId);
				const match = request.headers['if-match'];
				if (match !== undefined && match !== '*' && match !== session.etag)
					throw new RoomcastError('WHIP_SESSION_CHANGED', `\`If-Match\` is ${match}, the session is ${session.etag}`);
				const fragment = await whip.patch(session, body);
				reply.header('access-control-expose-headers', EXPOSED);
				if (fragment !== undefined) reply.header('etag', session.etag);
				return fragment;
			},
			stopWhip: ({ caller, params, query }) => {
				whip.find('whip.end', caller, params.sessionId, query.participantId).leave();
				return '';
			},
		});
	});
}
