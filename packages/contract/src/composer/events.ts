import { type Static, Type } from 'typebox';
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
	Type.Object({ type: Type.Literal('recovered'), jobId: Type.String(), file: FileResult }),
	Type.Object({ type: Type.Literal('recover-failed'), jobId: Type.String(), reason: Type.String() }),
	Type.Object({ type: Type.Literal('stopped'), files: Type.Array(FileResult) }),
]);
export type ComposerEvent = Static<typeof ComposerEvent>;
