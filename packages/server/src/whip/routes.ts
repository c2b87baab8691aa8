import {
	MAX_SDP,
	RoomcastError,
	Sdp,
	type WhipQuery,
	WhipQuery as WhipQuerySchema,
	WhipSessionParams,
	WhipSessionQuery,
} from '@roomcast/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { callerOf } from '../auth/authenticateRequests.ts';
import type { App } from '../http/App.ts';
import { operation } from '../http/operation.ts';
import { publicPath } from '../http/publicPath.ts';
import type { IceServersFor } from '../signalling/requests.ts';
import { iceLinks } from './iceLinks.ts';
import type { WhipService } from './WhipService.ts';

export interface WhipRoutesOptions {
	readonly whip: WhipService;
	readonly iceServers: IceServersFor;
	/** Base of every link that is handed out. */
	publicUrl(): string;
}

const OFFER = 'application/sdp';
const FRAGMENT = 'application/trickle-ice-sdpfrag';
const EXPOSED = 'location, etag, link, accept-patch';

/** `/v2/whip` (VideoSDK v2; RFC 9725), in a scope that authenticates. */
export async function registerWhipRoutes(app: App, { whip, iceServers, publicUrl }: WhipRoutesOptions): Promise<void> {
	await app.register(async (scope: App) => {
		scope.removeContentTypeParser([OFFER, FRAGMENT]);
		scope.addContentTypeParser(
			[OFFER, FRAGMENT],
			{ parseAs: 'string' },
			async (_request: unknown, text: string) => text,
		);
		const tags = ['WHIP'] as const;
		scope.post(
			'/v2/whip',
			{
				preValidation: async (request) => needType(request, OFFER),
				schema: operation(
					{
						tags,
						action: 'whip.publish',
						operationId: 'publishByWhip',
						bodyLimit: MAX_SDP,
						status: 201,
						summary: 'Publish by WHIP',
						description:
							'The body is an SDP offer (`application/sdp`), the answer (201) an SDP answer. `Location` has the WHIP session; `DELETE` ends it. The publisher is a participant like any other. The server uses the first codec of each section that it supports.',
						errors: [
							'INVALID_MEETING_ID',
							'UNAUTHORIZED_MEETING_ID',
							'UNAUTHORIZED_PARTCIPANT_ID',
							'UNAUTHORIZED_REQUEST',
							'DUPLICATE_PARTICIPANT',
							'PARTICIPANT_REMOVED',
							'ACTION_NOT_SUPPORTED_IN_MODE',
							'MEETING_ID_DISABLED',
							'MAX_PARTCIPANT_REACHED',
							'CODEC_NOT_SUPPORTED',
							'UNSUPPORTED_MEDIA_TYPE',
							'MEDIA_SERVER_UNAVAILABLE',
						],
					},
					{ querystring: WhipQuerySchema, body: Sdp, answer: Sdp },
				),
			},
			async (request, reply) => {
				const caller = callerOf(request);
				const { session, answer, refusals } = await whip.publish(caller, request.query as WhipQuery, request.body, {
					userAgent: request.headers['user-agent'],
				});
				const participantId = session.published?.seat.participant.participantId ?? '';
				if (refusals.length > 0) request.log.info({ participantId, refusals }, 'a part of a WHIP offer was not taken');
				(reply as FastifyReply)
					.code(201)
					.header('location', `${publicPath(publicUrl())}/v2/whip/sessions/${session.id}`)
					.header('etag', session.etag)
					.header('accept-patch', FRAGMENT)
					.header('access-control-expose-headers', EXPOSED)
					.type(OFFER);
				for (const link of iceLinks(iceServers(participantId))) reply.header('link', link);
				return raw(reply, answer);
			},
		);
		scope.patch(
			'/v2/whip/sessions/:sessionId',
			{
				preValidation: async (request) => needType(request, FRAGMENT),
				schema: operation(
					{
						tags,
						action: 'whip.restart',
						operationId: 'patchWhip',
						bodyLimit: MAX_SDP,
						summary: 'Add ICE candidates, or restart ICE',
						description:
							'The answer to candidates (`application/trickle-ice-sdpfrag`) is 204: this server needs none. A new `ice-ufrag` restarts ICE; the answer (200) has the new one of the server.',
						errors: ['WHIP_SESSION_NOT_FOUND', 'WHIP_SESSION_CHANGED', 'UNSUPPORTED_MEDIA_TYPE'],
					},
					{ params: WhipSessionParams, body: Sdp, answer: Sdp },
				),
			},
			async (request, reply) => {
				const session = whip.find('whip.restart', callerOf(request), request.params.sessionId);
				const match = request.headers['if-match'];
				if (match !== undefined && match !== '*' && match !== session.etag)
					throw new RoomcastError('WHIP_SESSION_CHANGED', `\`If-Match\` is ${match}, the session is ${session.etag}`);
				const fragment = await whip.patch(session, request.body);
				reply.header('access-control-expose-headers', EXPOSED);
				if (fragment === undefined) return (reply as FastifyReply).code(204).send() as never;
				return raw(reply.header('etag', session.etag).type(FRAGMENT), fragment);
			},
		);
		scope.delete(
			'/v2/whip/sessions/:sessionId',
			{
				schema: operation(
					{
						tags,
						action: 'whip.end',
						operationId: 'stopWhip',
						summary: 'End publishing',
						description: 'The participant leaves.',
						errors: ['WHIP_SESSION_NOT_FOUND'],
					},
					{ params: WhipSessionParams, querystring: WhipSessionQuery, answer: Sdp },
				),
			},
			async (request, reply) => {
				whip.find('whip.end', callerOf(request), request.params.sessionId, request.query.participantId).leave();
				return raw(reply, '');
			},
		);
	});
}

/** @throws RoomcastError UNSUPPORTED_MEDIA_TYPE */
function needType({ headers }: FastifyRequest, type: string): void {
	const said = headers['content-type'];
	if (said?.split(';')[0]?.trim().toLowerCase() !== type)
		throw new RoomcastError('UNSUPPORTED_MEDIA_TYPE', `\`Content-Type\` is ${said ?? 'missing'}; it must be ${type}`);
}

/** A text that is no JSON. */
function raw(reply: FastifyReply, text: string): never {
	return reply.serializer((body) => String(body)).send(text) as never;
}
