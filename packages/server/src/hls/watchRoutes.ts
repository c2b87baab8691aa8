import { RoomcastError } from '@roomcast/contract';
import { isReached, isTooFar, type ReloadRequest } from '@roomcast/contract/hls/blocking-reload';
import { partName } from '@roomcast/contract/hls/names';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../http/App.ts';
import { PLAYLIST_TYPE } from '../storage/playlist.ts';
import { type ByteRange, byteRange } from './byteRange.ts';
import type { HlsByteRange } from './HlsJournal.ts';
import { type HlsView, MASTERS, MEDIA_PLAYLISTS, type RenderedPlaylist, renderedPlaylist } from './HlsPlaylists.ts';
import type { HlsStream } from './HlsStream.ts';
import type { HlsStreams, WatchedStream } from './HlsStreams.ts';
import { remoteRange } from './remoteRange.ts';

export interface WatchRoutesOptions {
	readonly streams: HlsStreams;
	/** Seconds for which links to media in a bucket are valid. */
	readonly linkTtl: number;
}

/** Content never changes; a deleted stream must not stay in caches. */
const MEDIA_CACHE = 'public, max-age=86400, immutable';
/** How long is waited for what a player asks for ahead of its time, in target durations (RFC 8216bis, section 6.2.5.2). */
const BLOCK_TARGET_DURATIONS = 3;
/**
 * Target durations that caches on the way keep an answer to a blocking reload, which is the same for all who ask
 * (appendix B.1). A browser asks for a second time only because it wants a newer one: video.js repeats its last request.
 */
const CACHE_TARGET_DURATIONS = 6;
const EXPOSED = 'Accept-Ranges, Content-Length, Content-Range, X-Request-Id';
const PART = /^seg-(\d+)\.(\d+)\.m4s$/;

/**
 * `/hls/{id}/…`, for anyone who knows the id, on pages of any origin: playlists with blocking reload and delta updates,
 * segments and parts. Not part of the OpenAPI document, because players find it by the URLs that REST hands out.
 */
export function registerWatchRoutes(app: App, { streams, linkTtl }: WatchRoutesOptions): void {
	app.route({
		method: ['GET', 'HEAD'],
		url: '/hls/:id/:name',
		config: { watches: 'stream' },
		handler: async (request: FastifyRequest, reply: FastifyReply) => {
			const { id, name } = request.params as { id: string; name: string };
			reply
				.header('access-control-allow-origin', '*')
				.header('access-control-expose-headers', EXPOSED)
				.header('cross-origin-resource-policy', 'cross-origin')
				.header('x-content-type-options', 'nosniff')
				// What is not there may come.
				.header('cache-control', 'no-store');
			const watched = await streams.find(id);
			if (watched === undefined) throw new RoomcastError('HLS_NOT_FOUND');
			const master = MASTERS.get(name);
			const view = MEDIA_PLAYLISTS.get(name);
			const { stream } = watched;
			if (master !== undefined || view !== undefined) {
				const stored = await storedPlaylist(watched, streams, linkTtl);
				if (stored !== undefined) return playlist(request, reply, stored, `public, max-age=60`);
			}
			if (stream === undefined || watched.playlists === undefined) throw new RoomcastError('HLS_NOT_FOUND');
			if (master !== undefined) return playlist(request, reply, watched.playlists.master(master), 'no-cache');
			if (view !== undefined) return mediaPlaylist(request, reply, watched, view);
			if (PART.test(name)) return sendBuffer(request, reply, await part(stream, name));
			const span = stream.byteRanges.get(name);
			if (span === undefined) throw new RoomcastError('FILE_NOT_FOUND', `${name} does not exist`);
			return sendByteRange(request, reply, { watched, span, streams });
		},
	});
}

/** Of an ended stream whose media is in a bucket: players fetch it from there. */
async function storedPlaylist(
	watched: WatchedStream,
	streams: HlsStreams,
	linkTtl: number,
): Promise<RenderedPlaylist | undefined> {
	if (watched.stream !== undefined && !watched.stream.timeline.ended) return undefined;
	if (watched.stream !== undefined && (await streams.isHere(watched))) return undefined;
	const text = await streams.storedPlaylist(watched, linkTtl);
	return text === undefined ? undefined : renderedPlaylist(text);
}

async function mediaPlaylist(
	request: FastifyRequest,
	reply: FastifyReply,
	{ stream, playlists }: WatchedStream,
	view: HlsView,
): Promise<FastifyReply> {
	if (stream?.info === undefined || playlists === undefined) throw new RoomcastError('HLS_NOT_FOUND');
	const { _HLS_msn: segment, _HLS_part: part, _HLS_skip: skip } = request.query as Record<string, unknown>;
	const wanted = reload(segment, part);
	const target = stream.info.targetDurationSeconds;
	if (wanted !== undefined) {
		if (isTooFar(stream.timeline, wanted))
			throw new RoomcastError('VALIDATION_FAILED', `querystring._HLS_msn is ${wanted.segment}; that is too far ahead`);
		if (!(await reached(stream, wanted, BLOCK_TARGET_DURATIONS * target * 1000)))
			return reply.code(503).header('retry-after', '1').send();
	}
	const cache = stream.timeline.ended
		? 'public, max-age=60'
		: wanted === undefined
			? 'no-cache'
			: `public, max-age=0, s-maxage=${CACHE_TARGET_DURATIONS * target}`;
	return playlist(request, reply, playlists.media(view, skip === 'YES' || skip === 'v2'), cache);
}

/** @throws RoomcastError VALIDATION_FAILED */
function reload(segment: unknown, part: unknown): ReloadRequest | undefined {
	for (const [name, value] of [
		['_HLS_msn', segment],
		['_HLS_part', part],
	] as const)
		if (value !== undefined && (typeof value !== 'string' || !/^\d{1,9}$/.test(value)))
			throw new RoomcastError(
				'VALIDATION_FAILED',
				`querystring.${name} is ${String(value)}; it must be a whole number`,
			);
	if (segment === undefined) {
		if (part !== undefined) throw new RoomcastError('VALIDATION_FAILED', 'querystring._HLS_part needs _HLS_msn');
		return undefined;
	}
	return { segment: Number(segment), ...(part === undefined ? {} : { part: Number(part) }) };
}

/** Waits until a playlist has what a player waits for. */
async function reached(stream: HlsStream, wanted: ReloadRequest, ms: number): Promise<boolean> {
	const late = Promise.withResolvers<void>();
	const timer = setTimeout(late.resolve, ms);
	const until = performance.now() + ms;
	while (!isReached(stream.timeline, wanted)) {
		if (performance.now() >= until) return false;
		await Promise.race([stream.changed(), late.promise]);
	}
	clearTimeout(timer);
	return true;
}

async function playlist(
	request: FastifyRequest,
	reply: FastifyReply,
	rendered: RenderedPlaylist | undefined,
	cache: string,
): Promise<FastifyReply> {
	if (rendered === undefined) throw new RoomcastError('HLS_NOT_FOUND', 'it has not started');
	reply.type(PLAYLIST_TYPE).header('cache-control', cache).header('vary', 'accept-encoding');
	const accepts = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(String(request.headers['accept-encoding'] ?? ''));
	return accepts ? reply.header('content-encoding', 'gzip').send(await rendered.gzip()) : reply.send(rendered.text);
}

/** A part that is there, or was hinted at and is about to be. @throws RoomcastError FILE_NOT_FOUND */
async function part(stream: HlsStream, name: string): Promise<Buffer> {
	const { timeline, info } = stream;
	const open = timeline.unfinished;
	const next = open === undefined ? partName(timeline.nextSegment, 0) : partName(open.number, open.parts.length);
	if (name === next && !timeline.ended)
		await stream.parts.wait(name, BLOCK_TARGET_DURATIONS * (info?.targetDurationSeconds ?? 2) * 1000);
	const content = await stream.parts.get(name);
	if (content === undefined) throw new RoomcastError('FILE_NOT_FOUND', `${name} does not exist yet, or any more`);
	return content;
}

function sendBuffer(request: FastifyRequest, reply: FastifyReply, content: Buffer): FastifyReply {
	const range = headers(request, reply, content.length);
	return reply.send(range === undefined ? content : content.subarray(range.first, range.last + 1));
}

/** An init segment or a segment: a piece of the media file, wherever that is. */
async function sendByteRange(
	request: FastifyRequest,
	reply: FastifyReply,
	{ watched, span, streams }: { watched: WatchedStream; span: HlsByteRange; streams: HlsStreams },
): Promise<FastifyReply> {
	const range = headers(request, reply, span.bytes) ?? { first: 0, last: span.bytes - 1 };
	const [start, end] = [span.offset + range.first, span.offset + range.last];
	reply.header('content-length', end - start + 1);
	if (request.method === 'HEAD') return reply.send();
	const media = await streams.media(watched);
	if (media === undefined)
		throw new RoomcastError('FILE_NOT_FOUND', 'this server does not have the media of this stream');
	if ('file' in media) return reply.send(media.file.createReadStream({ start, end }));
	// A player that began while the stream was live knows no other address.
	return reply.send(await remoteRange(media.url, { first: start, last: end }, media.lookup));
}

/** Headers of media, and which part of it is wanted. @throws RoomcastError FILE_RANGE_INVALID */
function headers(request: FastifyRequest, reply: FastifyReply, size: number): ByteRange | undefined {
	const range = byteRange(request.headers.range, size);
	if (range === 'unsatisfiable') {
		reply.header('content-range', `bytes */${size}`);
		throw new RoomcastError('FILE_RANGE_INVALID', `\`Range\` is ${request.headers.range}; there are ${size} bytes`);
	}
	reply.type('video/mp4').header('cache-control', MEDIA_CACHE).header('accept-ranges', 'bytes');
	if (range !== undefined) reply.code(206).header('content-range', `bytes ${range.first}-${range.last}/${size}`);
	return range;
}
