import { type Static, Type } from 'typebox';
import { StreamFailure } from './failures.ts';
import { ParticipantId } from './ids.ts';

/** What of a room is captured as a whole, and everybody in it hears of. */
export const CAPTURE_KINDS = ['recording', 'livestream', 'hls'] as const;
export type RoomCaptureKind = (typeof CAPTURE_KINDS)[number];

/**
 * How a capture stands for those in the room. `PLAYABLE` is for HLS: players can start. What runs no longer is
 * `STOPPED`, also where it never ran.
 */
export const ROOM_CAPTURE_STATES = ['STARTING', 'STARTED', 'PLAYABLE', 'STOPPING', 'STOPPED'] as const;
export type RoomCaptureState = (typeof ROOM_CAPTURE_STATES)[number];

const capture = {
	capture: Type.Enum([...CAPTURE_KINDS]),
	status: Type.Enum([...ROOM_CAPTURE_STATES]),
	id: Type.String({ description: 'Id of the recording or stream in REST' }),
	startedBy: Type.Optional(
		Type.Union([ParticipantId, Type.Null()], { description: 'The participant who started it; null if REST did' }),
	),
	runningFor: Type.Optional(
		Type.Integer({
			minimum: 0,
			description: 'How long it has run, in ms: a duration, because the clocks of clients are often wrong',
		}),
	),
	playbackHlsUrl: Type.Optional(Type.String({ description: 'HLS only: live, with everything since the start' })),
	livestreamUrl: Type.Optional(Type.String({ description: 'HLS only: live only' })),
};

/** A capture of the room, as it stands. */
export const RoomCapture = Type.Object(capture);
export type RoomCapture = Static<typeof RoomCapture>;

/** A change of one of them. */
export const CaptureChange = Type.Object({
	...capture,
	reason: Type.Optional(Type.String({ description: 'What went wrong, if it failed' })),
	reasonCode: Type.Optional(StreamFailure),
});
export type CaptureChange = Static<typeof CaptureChange>;
