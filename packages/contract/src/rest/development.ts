import { type Static, Type } from 'typebox';
import { ParticipantId, RoomId, RoomReference } from '../ids.ts';
import { PERMISSIONS } from '../tokens/permissions.ts';

/** Body of `POST /dev/token`. It may be absent. */
export const DevelopmentTokenBody = Type.Object({
	roomId: Type.Optional(RoomReference),
	participantId: Type.Optional(ParticipantId),
	permissions: Type.Optional(
		Type.Array(Type.Enum(PERMISSIONS), { maxItems: 3, description: '`allow_join` and `allow_mod` when absent' }),
	),
});
export type DevelopmentTokenBody = Static<typeof DevelopmentTokenBody>;

export const DevelopmentToken = Type.Object(
	{
		token: Type.String({ description: 'Good for a day, for the room if one was named, else for every room' }),
		roomId: Type.Union([RoomId, Type.Null()], { description: 'The room that was named; null when none was' }),
	},
	{ title: 'DevelopmentToken' },
);
export type DevelopmentToken = Static<typeof DevelopmentToken>;
