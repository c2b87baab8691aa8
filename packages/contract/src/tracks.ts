import { type Static, Type } from 'typebox';

/** What a track is to its participant. */
export const TrackKind = Type.Union([
	Type.Literal('audio'),
	Type.Literal('video'),
	Type.Literal('screen_audio'),
	Type.Literal('screen_video'),
]);
export type TrackKind = Static<typeof TrackKind>;
