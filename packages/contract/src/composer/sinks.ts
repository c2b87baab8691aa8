import { type Static, Type } from 'typebox';
import { ParticipantId } from '../ids.ts';
import { TrackKind } from './track.ts';

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

/** What a composer can write to. */
export const SinkDescription = Type.Union([CompositionFileSink, ParticipantFileSink, TrackFileSink]);
export type SinkDescription = Static<typeof SinkDescription>;

/** A finished file. */
export const FileResult = Type.Object({
	path: Path,
	format: Type.String({ description: 'mp4, webm, mp3 or m3u8' }),
	durationMs: Type.Number({ minimum: 0 }),
	bytes: Type.Integer({ minimum: 0 }),
	width: Type.Optional(Type.Integer()),
	height: Type.Optional(Type.Integer()),
	/** Sidecar index of the gaps, JSON, beside track recordings. */
	gapsPath: Type.Optional(Path),
});
export type FileResult = Static<typeof FileResult>;
