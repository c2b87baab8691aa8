import { type Static, Type } from 'typebox';
import { ParticipantId, RoomId, RoomReference } from '../ids.ts';
import { PERMISSIONS } from '../tokens/permissions.ts';

/** Body of `POST /dev/token`. It may be absent. */
export const DevelopmentTokenBody = Type.Object({
	roomId: Type.Optional(RoomReference),
	participantId: Type.Optional(ParticipantId),
	permissions: Type.Optional(
		Type.Array(Type.Enum(PERMISSIONS), { maxItems: 3, description: 'Default: `allow_join` and `allow_mod`' }),
	),
});
export type DevelopmentTokenBody = Static<typeof DevelopmentTokenBody>;

export const DevelopmentToken = Type.Object(
	{
		token: Type.String({ description: 'Valid for a day, for the named room or else for every room' }),
		roomId: Type.Union([RoomId, Type.Null()], { description: 'The named room; null if you named none' }),
	},
	{ title: 'DevelopmentToken' },
);
export type DevelopmentToken = Static<typeof DevelopmentToken>;
