import { RoomcastError } from '@roomcast/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Egress } from '../egress/Egress.ts';
import type { App } from '../http/App.ts';
import type { SessionRegistry } from '../sessions/host/SessionRegistry.ts';
import type { HlsStreams } from './HlsStreams.ts';
import { hlsIdOf } from './hlsId.ts';
import { HLS } from './hlsKind.ts';

export interface WatchStateOptions {
	readonly streams: HlsStreams;
	/** The sessions that run in this process. */
	readonly running: Pick<SessionRegistry, 'hosts'>;
	readonly egress: Pick<Egress, 'captures'>;
}

/** How a stream stands, for the viewer page. */
export type WatchState =
	| { readonly state: 'waiting' | 'starting' }
	| { readonly state: 'live'; readonly id: string }
	| { readonly state: 'ended'; readonly id: string; readonly seconds: number };

/**
 * `/watch/state/…`, for the viewer page, without a token: anyone who knows a `roomId` may watch what is on in it,
 * anyone who knows the id of a stream may watch that. A room that is not there looks like one in which nothing is on.
 */
export function registerWatchState(app: App, { streams, running, egress }: WatchStateOptions): void {
	const of = (request: FastifyRequest, reply: FastifyReply) => {
		// Thousands may ask at once: whatever is between them and this server may answer for a second.
		reply.header('cache-control', 'public, max-age=0, s-maxage=1');
		return (request.params as { id: string }).id;
	};
	app.get('/watch/state/room/:id', { config: { watches: 'room' } }, async (request, reply): Promise<WatchState> => {
		const id = of(request, reply);
		const host = running.hosts.find(({ room }) => room.roomId === id);
		const captures = host === undefined ? [] : egress.captures.of(host.sessionId);
		const capture = captures.findLast(({ kind }) => kind === HLS.name);
		if (capture === undefined) return { state: 'waiting' };
		const stream = streams.running(capture);
		return stream?.playable ? { state: 'live', id: hlsIdOf(capture) ?? '' } : { state: 'starting' };
	});
	app.get('/watch/state/stream/:id', { config: { watches: 'stream' } }, async (request, reply): Promise<WatchState> => {
		const id = of(request, reply);
		const watched = await streams.find(id);
		if (watched === undefined) throw new RoomcastError('HLS_NOT_FOUND');
		const { stream, capture } = watched;
		if (stream?.timeline.ended) return { state: 'ended', id, seconds: stream.timeline.durationMs / 1000 };
		if (stream !== undefined) return stream.playable ? { state: 'live', id } : { state: 'starting' };
		if (capture.endedAt === null) return { state: 'starting' };
		return { state: 'ended', id, seconds: (capture.endedAt - (capture.startedAt ?? capture.endedAt)) / 1000 };
	});
}
