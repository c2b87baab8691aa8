import { type Static, Type } from 'typebox';
import { ParticipantId } from '../ids.ts';
import { TrackKind } from '../tracks.ts';

const SinkId = Type.String({ minLength: 1, maxLength: 64 });
const Path = Type.String({ minLength: 1, maxLength: 4096, description: 'Absolute path; its folder exists' });

/** The composed picture and sound in one file; the ending of `path` is the caller's business, `format` decides. */
export const CompositionFileSink = Type.Object({
	kind: Type.Literal('composition-file'),
	sinkId: SinkId,
	path: Path,
	format: Type.Union([Type.Literal('mp4'), Type.Literal('webm')]),
});
export type CompositionFileSink = Static<typeof CompositionFileSink>;

/** One participant's sound and picture in one WebM, copied; gaps are filled with silence and black. */
export const ParticipantFileSink = Type.Object({
	kind: Type.Literal('participant-file'),
	sinkId: SinkId,
	path: Path,
	participantId: ParticipantId,
});
export type ParticipantFileSink = Static<typeof ParticipantFileSink>;

/**
 * One track, never transcoded: WebM, or MP4 for H.264. `mp3` and `m3u8` are for sound and made at the end from the
 * recorded file.
 */
export const TrackFileSink = Type.Object({
	kind: Type.Literal('track-file'),
	sinkId: SinkId,
	path: Path,
	participantId: ParticipantId,
	trackKind: TrackKind,
	format: Type.Optional(Type.Union([Type.Literal('native'), Type.Literal('mp3'), Type.Literal('m3u8')])),
});
export type TrackFileSink = Static<typeof TrackFileSink>;

/**
 * The composed picture and sound as low-latency HLS in fragmented MP4: init segments, segments and parts in a folder.
 * The composer writes no playlists: it tells what has come, and `@roomcast/contract/hls` renders them.
 */
export const HlsSink = Type.Object({
	kind: Type.Literal('hls'),
	sinkId: SinkId,
	path: Type.String({ minLength: 1, maxLength: 4096, description: 'Absolute path of a folder that exists' }),
	segmentSeconds: Type.Optional(Type.Enum([2, 4], { default: 2 })),
	firstSegment: Type.Optional(
		Type.Integer({
			minimum: 0,
			default: 0,
			description: 'Number of the first segment: one more than the last one',
		}),
	),
	discontinuity: Type.Optional(
		Type.Boolean({ default: false, description: 'The first segment follows what another composer wrote' }),
	),
	timelineStart: Type.Optional(
		Type.Number({
			minimum: 0,
			description:
				"Epoch ms of the stream's first moment; default: when this sink starts. With it, times continue after a crash",
		}),
	),
	mediaStart: Type.Optional(
		Type.Integer({
			minimum: 0,
			description:
				'Media time of that moment, seconds: 0 for what is played once it is over. Default: a time at which players of live streams lose nothing',
		}),
	),
});
export type HlsSink = Static<typeof HlsSink>;

/** How many addresses of a host a composer takes: more are not tried in the time that a connection has. */
export const MOST_ADDRESSES = 16;

/** IP addresses that a host name was resolved to and that may be called. */
export const CheckedAddresses = Type.Array(Type.String({ minLength: 2, maxLength: 45 }), {
	minItems: 1,
	maxItems: MOST_ADDRESSES,
	description: 'IP addresses to connect to instead of asking DNS; the caller has checked them',
});

/** The composed picture and sound published to an RTMP server, by TLS where the address is `rtmps:`. */
export const RtmpSink = Type.Object({
	kind: Type.Literal('rtmp'),
	sinkId: SinkId,
	url: Type.String({
		minLength: 8,
		maxLength: 2048,
		pattern: '^[rR][tT][mM][pP][sS]?://[^\\s]+$',
		description: 'rtmp[s]://host[:port]/application, without the stream key',
	}),
	streamKey: Type.String({ minLength: 1, maxLength: 1024, description: 'Never shown in an event or a log' }),
	addresses: Type.Optional(CheckedAddresses),
	published: Type.Optional(
		Type.Boolean({
			default: false,
			description: 'Another composer published it before: the target is correct, and is retried without end',
		}),
	),
});
export type RtmpSink = Static<typeof RtmpSink>;

/** What a composer can write to. */
export const SinkDescription = Type.Union([CompositionFileSink, ParticipantFileSink, TrackFileSink, HlsSink, RtmpSink]);
export type SinkDescription = Static<typeof SinkDescription>;

/** A finished file. */
export const FileResult = Type.Object({
	path: Path,
	format: Type.String({ description: 'mp4, webm, mp3, m3u8, or hls for a folder of segments' }),
	durationMs: Type.Number({ minimum: 0 }),
	bytes: Type.Integer({ minimum: 0 }),
	width: Type.Optional(Type.Integer()),
	height: Type.Optional(Type.Integer()),
	/** Sidecar index of the gaps, JSON, beside track recordings. */
	gapsPath: Type.Optional(Path),
});
export type FileResult = Static<typeof FileResult>;
