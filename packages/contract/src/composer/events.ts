import { type Static, Type } from 'typebox';
import { StreamFailure } from '../failures.ts';
import { FileResult } from './sinks.ts';

const SinkId = Type.String();

/** How one track arrives. */
export const TrackStats = Type.Object({
	trackId: Type.String(),
	packets: Type.Integer(),
	lost: Type.Integer(),
	recovered: Type.Integer({ description: 'Repeated after a NACK' }),
	frames: Type.Integer(),
	keyFrameRequests: Type.Integer(),
});
export type TrackStats = Static<typeof TrackStats>;

const Path = Type.String({ description: 'Absolute path' });

/**
 * An init segment is there: the first event of an HLS sink. Segments and parts after it belong to it. It says what
 * playlists have to.
 */
export const HlsInitEvent = Type.Object({
	type: Type.Literal('hls-init'),
	sinkId: SinkId,
	path: Path,
	codecs: Type.String({ description: 'CODECS of the master playlist (RFC 6381)' }),
	bandwidth: Type.Integer({ description: 'Bits per second that no segment exceeds' }),
	width: Type.Optional(Type.Integer()),
	height: Type.Optional(Type.Integer()),
	frameRate: Type.Optional(Type.Number()),
	targetDurationSeconds: Type.Integer({ description: 'EXT-X-TARGETDURATION' }),
	partTargetMs: Type.Number({ description: 'PART-TARGET of EXT-X-PART-INF: no part is longer' }),
});
export type HlsInitEvent = Static<typeof HlsInitEvent>;

/** A part of a segment is on the disk. Those of one segment come in order, from part 0 on. */
export const HlsPartEvent = Type.Object({
	type: Type.Literal('hls-part'),
	sinkId: SinkId,
	segment: Type.Integer({ minimum: 0 }),
	part: Type.Integer({ minimum: 0 }),
	path: Path,
	durationMs: Type.Number(),
	independent: Type.Boolean({ description: 'Begins with a key frame, or has sound only' }),
	last: Type.Boolean({
		description: 'Its segment ends with it: `hls-segment` follows at once. Not to be listed before',
	}),
	bytes: Type.Integer(),
	programDateTime: Type.Number({ description: 'Epoch ms of its first moment' }),
	discontinuity: Type.Boolean({ description: 'Its segment follows what another composer wrote' }),
	initPath: Path,
});
export type HlsPartEvent = Static<typeof HlsPartEvent>;

/** A segment is on the disk: its parts, one behind the other. Comes after the last of them. */
export const HlsSegmentEvent = Type.Object({
	type: Type.Literal('hls-segment'),
	sinkId: SinkId,
	number: Type.Integer({ minimum: 0 }),
	path: Path,
	durationMs: Type.Number(),
	bytes: Type.Integer(),
	programDateTime: Type.Number({ description: 'Epoch ms of its first moment' }),
	discontinuity: Type.Boolean({ description: 'It follows what another composer wrote' }),
	initPath: Path,
});
export type HlsSegmentEvent = Static<typeof HlsSegmentEvent>;

/** Where an RTMP sink is. `failed` is followed by `sink-failed` with the same reason. */
export const RtmpStateEvent = Type.Object({
	type: Type.Literal('rtmp-state'),
	sinkId: SinkId,
	state: Type.Enum(['connecting', 'publishing', 'reconnecting', 'failed']),
	reason: Type.Optional(Type.String({ description: 'Why it reconnects or failed; the stream key is not in it' })),
	field: Type.Optional(
		Type.Enum(['url', 'streamKey'], { description: 'With `failed`: which field of the sink is to blame' }),
	),
	reasonCode: Type.Optional(StreamFailure),
});
export type RtmpStateEvent = Static<typeof RtmpStateEvent>;

/**
 * The server of an RTMP sink redirects to another one. It is not called until `redirectSink` allows it, and a sink whose
 * redirect nobody answers fails as one that cannot connect.
 */
export const RtmpRedirectEvent = Type.Object({
	type: Type.Literal('rtmp-redirect'),
	sinkId: SinkId,
	url: Type.String({ description: 'As the server says it; there may be a token in it' }),
});
export type RtmpRedirectEvent = Static<typeof RtmpRedirectEvent>;

/** What only sinks of some kinds have to tell. */
export type SinkReport = HlsInitEvent | HlsPartEvent | HlsSegmentEvent | RtmpStateEvent | RtmpRedirectEvent;

/** A picture that was taken out of a media file. */
export const PictureResult = Type.Object({
	width: Type.Integer(),
	height: Type.Integer(),
	format: Type.Enum(['jpg', 'png', 'webp']),
	bytes: Type.Integer(),
});
export type PictureResult = Static<typeof PictureResult>;

/** Messages from the composer. */
export const ComposerEvent = Type.Union([
	Type.Object({ type: Type.Literal('ready'), port: Type.Integer(), address: Type.String() }),
	Type.Object({ type: Type.Literal('key-frame-request'), trackId: Type.String() }),
	Type.Object({
		type: Type.Literal('sink-started'),
		sinkId: SinkId,
		startedAt: Type.Number({ description: 'Epoch ms' }),
	}),
	Type.Object({ type: Type.Literal('sink-stopped'), sinkId: SinkId, files: Type.Array(FileResult) }),
	Type.Object({ type: Type.Literal('sink-failed'), sinkId: SinkId, reason: Type.String() }),
	HlsInitEvent,
	HlsPartEvent,
	HlsSegmentEvent,
	RtmpStateEvent,
	RtmpRedirectEvent,
	Type.Object({
		type: Type.Literal('stats'),
		tracks: Type.Array(TrackStats),
		ticksDropped: Type.Integer(),
		rejectedPackets: Type.Integer(),
		memoryBytes: Type.Integer(),
		cpuMs: Type.Number({ description: 'CPU time of the process so far' }),
	}),
	Type.Object({
		type: Type.Literal('log'),
		level: Type.Union([Type.Literal('debug'), Type.Literal('info'), Type.Literal('warn'), Type.Literal('error')]),
		message: Type.String(),
	}),
	Type.Object({ type: Type.Literal('refused'), command: Type.String(), reason: Type.String() }),
	Type.Object({
		type: Type.Literal('recovering'),
		jobId: Type.String(),
		share: Type.Number({
			minimum: 0,
			maximum: 1,
			description: 'How much of the parts is copied; told with every percent',
		}),
	}),
	Type.Object({ type: Type.Literal('recovered'), jobId: Type.String(), file: FileResult }),
	Type.Object({ type: Type.Literal('picture-taken'), jobId: Type.String(), picture: PictureResult }),
	Type.Object({ type: Type.Literal('picture-failed'), jobId: Type.String(), reason: Type.String() }),
	Type.Object({ type: Type.Literal('recover-failed'), jobId: Type.String(), reason: Type.String() }),
	Type.Object({ type: Type.Literal('stopped'), files: Type.Array(FileResult) }),
]);
export type ComposerEvent = Static<typeof ComposerEvent>;
