import { type Static, Type } from 'typebox';
import { Timestamp } from '../ids.ts';

/** What a guest who comes by an invitation may do: the permission of its token. */
export const INVITED_AS = ['ask_join', 'allow_view', 'allow_join'] as const;
export type InvitedAs = (typeof INVITED_AS)[number];

/** Seconds: a week, as long as a link to a file lasts at most. */
export const MAX_INVITATION_LIFE = 604_800;
/** Seconds for which an invitation is good when nothing is said. */
export const INVITATION_LIFE = 86_400;

/** What an invitation allows, and for how long. */
export const InvitationOptions = Type.Object({
	permission: Type.Optional(
		Type.Enum([...INVITED_AS], {
			description: 'What guests may do: `ask_join` (the default) asks to be let in. The others need `allow_mod`',
		}),
	),
	expiresIn: Type.Optional(
		Type.Integer({
			minimum: 60,
			maximum: MAX_INVITATION_LIFE,
			description: 'Seconds for which guests can join with it; default a day. Participants who have joined stay',
		}),
	),
});
export type InvitationOptions = Static<typeof InvitationOptions>;

/** A link for guests. */
export const InvitationInfo = Type.Object({
	token: Type.String({
		description: 'Joins only this room, names no participant, and does not work with the REST API',
	}),
	url: Type.String({ description: 'The meeting page of this server with that token' }),
	permission: Type.Enum([...INVITED_AS]),
	expiresAt: Timestamp,
});
export type InvitationInfo = Static<typeof InvitationInfo>;
