import { type Static, Type } from 'typebox';

/** What of a room is captured as a whole, and everybody in it hears of. */
export const CAPTURE_KINDS = ['recording'] as const;
export type CaptureKind = (typeof CAPTURE_KINDS)[number];

/** How a capture stands for those in the room. What runs no longer is `STOPPED`, also where it never ran. */
export const ROOM_CAPTURE_STATES = ['STARTING', 'STARTED', 'STOPPING', 'STOPPED'] as const;
export type RoomCaptureState = (typeof ROOM_CAPTURE_STATES)[number];

const State = Type.Enum([...ROOM_CAPTURE_STATES]);

/** Every kind of capture, as it stands. */
export const CaptureStates = Type.Object({ recording: State });
export type CaptureStates = Static<typeof CaptureStates>;

/** How long what is `STARTED` has run, in ms: a length, because the clocks of clients are often wrong. */
export const CaptureTimes = Type.Object({ recording: Type.Optional(Type.Integer({ minimum: 0 })) });
export type CaptureTimes = Static<typeof CaptureTimes>;

/** A change of one of them. */
export const CaptureChange = Type.Object({
	capture: Type.Enum([...CAPTURE_KINDS]),
	status: State,
	id: Type.String({ description: 'Of the recording or stream, as REST shows it' }),
	reason: Type.Optional(Type.String({ description: 'What went wrong, where it failed' })),
});
export type CaptureChange = Static<typeof CaptureChange>;
