import { type Static, Type } from 'typebox';
import { CompositionConfig } from '../rest/compositions.ts';
import { CheckedAddresses, SinkDescription } from './sinks.ts';
import { ParticipantState, TrackDescription } from './track.ts';

/** The composition of this process. Nothing is decoded until a sink needs it. */
export const ComposerConfig = Type.Object({
	captureId: Type.String({ minLength: 1, maxLength: 64, description: 'Named in logs' }),
	bindAddress: Type.Optional(Type.String({ default: '127.0.0.1' })),
	port: Type.Optional(Type.Integer({ minimum: 0, maximum: 65_535, default: 0, description: '0: any free one' })),
	latencyMs: Type.Optional(
		Type.Integer({ minimum: 60, maximum: 2000, default: 200, description: 'How long late packets are waited for' }),
	),
	frameRate: Type.Optional(Type.Integer({ minimum: 1, maximum: 60, default: 30 })),
	composition: Type.Optional(CompositionConfig),
	encoding: Type.Optional(
		Type.Union([Type.Literal('h264-aac'), Type.Literal('vp8-opus')], {
			default: 'h264-aac',
			description: 'vp8-opus is for WebM files',
		}),
	),
	clockOffsetMs: Type.Optional(
		Type.Number({
			description:
				'Epoch ms in which the monotonic clock of the machine was 0: what time it is in the session, whatever the wall ' +
				'clock says meanwhile; default: by the wall clock at the start',
		}),
	),
	bare: Type.Optional(
		Type.Boolean({
			default: false,
			description: 'No plates, rings or avatars: one participant as MP4, a template page',
		}),
	),
});
export type ComposerConfig = Static<typeof ComposerConfig>;

/** A part of a recording to be joined, in order of time. */
export const RecordedPart = Type.Object({
	path: Type.String({ minLength: 1, maxLength: 4096 }),
	startedAt: Type.Optional(
		Type.Number({
			description: 'Epoch ms of its first moment; default: what its sidecar says, else right behind the one before',
		}),
	),
});
export type RecordedPart = Static<typeof RecordedPart>;

const PicturePath = Type.String({ minLength: 1, maxLength: 4096 });
const PictureSide = Type.Optional(
	Type.Integer({ minimum: 16, maximum: 4096, description: 'Pixels; one alone keeps the shape' }),
);

/** One picture out of a media file. */
export const TakePictureCommand = Type.Object({
	type: Type.Literal('takePicture'),
	jobId: Type.String({ minLength: 1, maxLength: 64 }),
	input: PicturePath,
	atMs: Type.Optional(Type.Number({ minimum: 0, description: 'After the first picture; default: the last' })),
	width: PictureSide,
	height: PictureSide,
	format: Type.Enum(['jpg', 'png', 'webp']),
	output: PicturePath,
});
export type TakePictureCommand = Static<typeof TakePictureCommand>;

/** The answer to `rtmp-redirect`: where to connect, or why not. */
export const RedirectSinkCommand = Type.Object({
	type: Type.Literal('redirectSink'),
	sinkId: Type.String(),
	url: Type.String({ description: 'As `rtmp-redirect` said it: what is not asked for any more is not answered' }),
	addresses: Type.Optional(CheckedAddresses),
	refused: Type.Optional(Type.String({ description: 'Why it is not followed' })),
});
export type RedirectSinkCommand = Static<typeof RedirectSinkCommand>;

/** Messages to the composer. */
export const ComposerCommand = Type.Union([
	Type.Object({ type: Type.Literal('start'), config: ComposerConfig }),
	Type.Object({ type: Type.Literal('addTrack'), track: TrackDescription }),
	Type.Object({ type: Type.Literal('removeTrack'), trackId: Type.String() }),
	Type.Object({ type: Type.Literal('participant'), participant: ParticipantState }),
	Type.Object({ type: Type.Literal('layout'), composition: CompositionConfig }),
	Type.Object({ type: Type.Literal('addSink'), sink: SinkDescription }),
	Type.Object({ type: Type.Literal('removeSink'), sinkId: Type.String() }),
	RedirectSinkCommand,
	Type.Object({
		type: Type.Literal('recover'),
		jobId: Type.String({ minLength: 1, maxLength: 64 }),
		parts: Type.Array(RecordedPart, { minItems: 1, maxItems: 1000 }),
		output: Type.String({ minLength: 1, maxLength: 4096 }),
	}),
	TakePictureCommand,
	Type.Object({ type: Type.Literal('stop') }),
]);
export type ComposerCommand = Static<typeof ComposerCommand>;
