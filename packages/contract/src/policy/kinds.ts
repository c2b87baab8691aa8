import type { PolicyCaller } from './PolicyCaller.ts';

/** One kind of caller, for the tables of the docs and the test that asks every cell of them. */
export interface CallerKind {
	/** Head of its column. */
	readonly name: string;
	readonly caller: Omit<PolicyCaller, 'roomId'>;
	/** Which room the token names; undefined: none. */
	readonly room?: 'this' | 'another';
}

const BOTH = ['allow_join', 'allow_mod'];

/** Kinds of tokens: `allow_join` and `allow_mod`, no roles, no room and no participant, unless the name says otherwise. */
export const TOKEN_KINDS: readonly CallerKind[] = [
	{ name: 'another room', caller: { permissions: BOTH }, room: 'another' },
	{ name: 'this room', caller: { permissions: BOTH }, room: 'this' },
	{ name: 'no roles', caller: { permissions: BOTH } },
	{ name: '`crawler`', caller: { permissions: BOTH, roles: ['crawler'] } },
	{ name: '`rtc`', caller: { permissions: BOTH, roles: ['rtc'] } },
	{ name: '`participantId`', caller: { permissions: BOTH, participantId: 'ann' } },
	{ name: '`participantId`, `crawler`', caller: { permissions: BOTH, roles: ['crawler'], participantId: 'ann' } },
	{ name: 'only `allow_join`', caller: { permissions: ['allow_join'] } },
	{ name: 'only `allow_mod`', caller: { permissions: ['allow_mod'] } },
	{ name: '`ask_join`', caller: { permissions: ['ask_join'] } },
	{ name: '`allow_view`', caller: { permissions: ['allow_view'] } },
	{ name: 'no permissions', caller: { permissions: [] } },
];

/** Who may be in a call, by the permissions that they came in with. */
export const SEAT_KINDS: readonly CallerKind[] = [
	{ name: '`allow_join`, `allow_mod`', caller: { permissions: BOTH } },
	{ name: '`allow_join`', caller: { permissions: ['allow_join'] } },
	{ name: '`ask_join`, let in', caller: { permissions: ['ask_join'] } },
	{ name: '`allow_view`', caller: { permissions: ['allow_view'] } },
];
