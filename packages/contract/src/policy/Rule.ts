import type { PolicyCaller, PolicyRefusal } from './PolicyCaller.ts';

/** Who may do something. */
export interface Rule {
	/** In words, for the docs: completes "Needs …". */
	readonly needs: string;
	/** Why a caller may not; undefined: it may. */
	refuse(caller: PolicyCaller): PolicyRefusal | undefined;
}

type Check = Rule['refuse'];

/** Over REST: what a client of a call asks about its room. Any token that is valid for REST, and any for calls. */
export function client(): Rule {
	return { needs: 'any token except one for joining only (`rtc`)', refuse: roleForRest };
}

/** Over REST: what a join screen has to say before anybody joins. Any token, also one for joining only. */
export function anyToken(): Rule {
	return { needs: 'any token', refuse: () => undefined };
}

/** Over REST: for those who look after rooms, with one of some permissions, if any is named. */
export function server(...permissions: readonly string[]): Rule {
	return {
		needs: `a token for REST${withOneOf(permissions)}`,
		refuse: (caller) => roleForRest(caller) ?? notOnlyForCalls(caller) ?? oneOf(permissions)(caller),
	};
}

/** Over REST: for those who look after everything of the key, with one of some permissions. */
export function owner(...permissions: readonly string[]): Rule {
	return {
		needs: `a token for REST${withOneOf(permissions)} that names no room and no participant`,
		refuse: (caller) => server(...permissions).refuse(caller) ?? noRoom(caller) ?? noParticipant(caller),
	};
}

/** Over REST: as `server`, and the token may name a room, but no participant. */
export function nobodysServer(...permissions: readonly string[]): Rule {
	return {
		needs: `a token for REST${withOneOf(permissions)} that names no participant`,
		refuse: (caller) => server(...permissions).refuse(caller) ?? noParticipant(caller),
	};
}

/** Over REST: secrets. A token without roles may have been given to a browser. */
export function backend(): Rule {
	return {
		needs: 'a token with the role `crawler` that names no room and no participant',
		refuse: (caller) => roleOf(caller, 'crawler') ?? notOnlyForCalls(caller) ?? noRoom(caller) ?? noParticipant(caller),
	};
}

/** Publishing by HTTP: a token for joining and one for REST are both good, as VideoSDK hands them out. */
export function publisher(): Rule {
	return { needs: 'a token with `allow_join`', refuse: oneOf(['allow_join']) };
}

/** At the door of a call, with a token. Who asks comes in once somebody lets them in. */
export function joiner(): Rule {
	return {
		needs: 'a token for joining with `allow_join`, `allow_view`, or `ask_join` and somebody who lets the guest in',
		refuse: (caller) => roleForJoin(caller) ?? oneOf(['allow_join', 'ask_join', 'allow_view'], 'joining')(caller),
	};
}

/** At the door of a call, with a token: those who cannot come in without asking. */
export function asker(): Rule {
	return {
		needs: 'a token for joining with `ask_join`',
		refuse: (caller) =>
			roleForJoin(caller) ??
			(caller.permissions.includes('ask_join')
				? undefined
				: { error: 'INVALID_PERMISSIONS', reason: 'only tokens with `ask_join` ask; with this one, send `join`' }),
	};
}

/** In a call: everybody, or those with one of some permissions. */
export function anybody(...permissions: readonly string[]): Rule {
	return {
		needs: permissions.length === 0 ? 'to be in the call' : listed(permissions),
		refuse: oneOf(permissions),
	};
}

/** In a call: everybody who takes part in it, and does not only watch. */
export function participant(): Rule {
	return {
		needs: 'a token without `allow_view`',
		refuse: ({ permissions }) =>
			permissions.includes('allow_view')
				? {
						error: 'INVALID_PERMISSIONS',
						reason: 'a token with `allow_view` only watches and listens; use one with `allow_join`',
					}
				: undefined,
	};
}

/** One rule or another. */
export function either(one: Rule, other: Rule): Rule {
	return {
		needs: `${one.needs}, or ${other.needs}`,
		refuse(caller) {
			const refused = one.refuse(caller);
			return refused && other.refuse(caller) && refused;
		},
	};
}

function withOneOf(permissions: readonly string[]): string {
	return permissions.length === 0 ? '' : ` with ${listed(permissions)}`;
}

function listed(permissions: readonly string[]): string {
	const names = permissions.map((permission) => `\`${permission}\``);
	return names.length < 3 ? names.join(' or ') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

function oneOf(wanted: readonly string[], what = 'this'): Check {
	return ({ permissions }) =>
		wanted.length === 0 || wanted.some((permission) => permissions.includes(permission))
			? undefined
			: { error: 'INVALID_PERMISSIONS', reason: `${what} needs ${listed(wanted)}` };
}

/** VideoSDK v2, authentication: `rtc` alone does not call REST. */
const roleForRest: Check = ({ roles = [] }) =>
	roles.length === 0 || roles.includes('crawler')
		? undefined
		: {
				error: 'UNAUTHORIZED_ROLE',
				reason: 'a token with only the role `rtc` cannot call the REST API; use one with `roles: ["crawler"]`',
			};

/** VideoSDK v2, authentication: `crawler` alone does not join. */
const roleForJoin: Check = ({ roles = [] }) =>
	roles.length === 0 || roles.includes('rtc')
		? undefined
		: {
				error: 'UNAUTHORIZED_ROLE',
				reason: 'a token with only the role `crawler` cannot join; use one with `roles: ["rtc"]`',
			};

function roleOf({ roles = [] }: PolicyCaller, role: string): PolicyRefusal | undefined {
	return roles.includes(role)
		? undefined
		: { error: 'UNAUTHORIZED_ROLE', reason: `this needs a token with the role \`${role}\`` };
}

/**
 * Tokens that are given to the people of a call, each for itself: they name a participant, or are of somebody who asks or
 * watches. `crawler` says that a token of a participant, or of one who asks, is for REST all the same (VideoSDK v2).
 */
const notOnlyForCalls: Check = ({ permissions, roles = [], participantId }) => {
	if (permissions.includes('allow_view'))
		return {
			error: 'INVALID_PERMISSIONS',
			reason:
				'a token with `allow_view` is for calls; over REST it only looks up its room. Use one without `allow_view`',
		};
	if (roles.includes('crawler')) return undefined;
	if (permissions.includes('ask_join'))
		return {
			error: 'INVALID_PERMISSIONS',
			reason: 'a token with `ask_join` is for calls; over REST it only looks up its room. Use one without `ask_join`',
		};
	if (participantId !== undefined)
		return {
			error: 'UNAUTHORIZED_ROLE',
			reason:
				'a token with `participantId` is for calls; over REST it only looks up its room. Use one without `participantId`, or with `roles: ["crawler"]`',
		};
	return undefined;
};

const noRoom: Check = ({ roomId }) =>
	roomId === undefined
		? undefined
		: {
				error: 'UNAUTHORIZED_MEETING_ID',
				reason: `it is for ${roomId}, and this is about the whole key; use one without \`roomId\``,
			};

const noParticipant: Check = ({ participantId }) =>
	participantId === undefined
		? undefined
		: {
				error: 'UNAUTHORIZED_PARTCIPANT_ID',
				reason: `it is for ${participantId}, and this is not for participants; use one without \`participantId\``,
			};
