import { type Static, Type } from 'typebox';
import { ParticipantId, RoomReference } from '../ids.ts';

/** What a token lets its holder do in a session (VideoSDK v2, authentication page); `allow_view` is our addition. */
export const PERMISSIONS = ['allow_join', 'ask_join', 'allow_view', 'allow_mod'] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** Where a token may be used: `crawler` for REST only, `rtc` for joining only; none or both: everywhere. */
export const ROLES = ['crawler', 'rtc'] as const;
export type Role = (typeof ROLES)[number];

/** How a participant takes part; `CONFERENCE` and `VIEWER` are the old names of the first two. */
export const MODES = ['SEND_AND_RECV', 'SIGNALLING_ONLY', 'RECV_ONLY'] as const;
export type Mode = (typeof MODES)[number];
export const ModeSchema = Type.Union([
	Type.Literal('SEND_AND_RECV'),
	Type.Literal('SIGNALLING_ONLY'),
	Type.Literal('RECV_ONLY'),
]);

/** The payload of a Roomcast token. Claims beside these are ignored. */
export const TokenClaims = Type.Object({
	apikey: Type.String({ minLength: 1, maxLength: 64 }),
	permissions: Type.Array(Type.String({ maxLength: 32 }), { maxItems: 16 }),
	version: Type.Optional(Type.Number()),
	roomId: Type.Optional(RoomReference),
	participantId: Type.Optional(ParticipantId),
	roles: Type.Optional(Type.Array(Type.String({ maxLength: 32 }), { maxItems: 16 })),
	iat: Type.Optional(Type.Number()),
	nbf: Type.Optional(Type.Number()),
	exp: Type.Optional(Type.Number()),
});
export type TokenClaims = Static<typeof TokenClaims>;
