import { describe, expect, it } from 'vitest';
import { may, refusalOf } from './decide.ts';
import type { PolicyCaller } from './PolicyCaller.ts';
import { type Action, POLICY } from './policy.ts';

const ACTIONS = Object.keys(POLICY) as Action[];
const allowed = (caller: PolicyCaller) => ACTIONS.filter((action) => may(action, caller));
const overRest = ACTIONS.filter((action) => !action.startsWith('whip.'));

describe('a token over REST', () => {
	it.each([
		['that names a participant', { permissions: ['allow_join', 'allow_mod'], participantId: 'ann' }],
		['that asks to be let in', { permissions: ['ask_join'] }],
		['that asks, of a participant', { permissions: ['ask_join'], participantId: 'ann' }],
	])('%s looks its room up, and no more', (_what, caller) => {
		expect(allowed(caller).filter((action) => overRest.includes(action))).toEqual(['room.get', 'room.captures']);
		expect(refusalOf('session.read', caller)?.reason).toMatch(/is for calls; .* Use one without `/);
	});

	it('with only the role `rtc` does nothing', () => {
		const caller = { permissions: ['allow_join', 'allow_mod'], roles: ['rtc'] };
		expect(allowed(caller).filter((action) => overRest.includes(action))).toEqual([]);
	});

	it('that names `crawler` is for REST, whatever else it names', () => {
		for (const roles of [['crawler'], ['crawler', 'rtc']])
			for (const more of [{}, { participantId: 'ann' }, { roomId: 'room' }])
				expect(may('recording.delete', { permissions: ['allow_join'], roles, ...more })).toBe(true);
	});

	it('without permissions reads, makes rooms, and changes nothing else', () => {
		expect(allowed({ permissions: [] })).toEqual([
			'room.create',
			'room.list',
			'room.get',
			'room.captures',
			'session.read',
			'recording.read',
			'livestream.read',
			'hls.read',
			'webhook.read',
			'webhook.replay',
		]);
	});

	it('reads secrets only where it cannot have been given to a browser', () => {
		const everything = { permissions: ['allow_join', 'allow_mod'] };
		expect(may('webhook.secret', everything)).toBe(false);
		expect(may('webhook.secret', { ...everything, roles: ['crawler'] })).toBe(true);
		expect(may('webhook.secret', { ...everything, roles: ['crawler'], roomId: 'room' })).toBe(false);
		expect(may('webhook.secret', { ...everything, roles: ['crawler'], participantId: 'ann' })).toBe(false);
	});

	it('looks after the storage only with `allow_mod`, for the whole key', () => {
		expect(may('storage.set', { permissions: ['allow_mod'] })).toBe(true);
		expect(may('storage.set', { permissions: ['allow_join'] })).toBe(false);
		expect(may('storage.set', { permissions: ['allow_mod'], roomId: 'room' })).toBe(false);
	});
});

describe('publishing by WHIP', () => {
	it('needs `allow_join`: nobody can be asked, and who may do nothing may not publish', () => {
		for (const permissions of [[], ['ask_join'], ['allow_mod']])
			expect(may('whip.publish', { permissions })).toBe(false);
		for (const roles of [[], ['rtc'], ['crawler']])
			expect(may('whip.publish', { permissions: ['allow_join'], roles })).toBe(true);
	});
});

describe('confinement', () => {
	const target = { roomId: 'abcd-efgh-ijkl', customRoomId: 'ours', participantId: 'ann' };
	const caller = { permissions: ['allow_join'], roles: ['crawler'] };

	it('is to the room of the token, by either of its ids', () => {
		for (const roomId of [undefined, 'abcd-efgh-ijkl', 'ours'])
			expect(may('recording.start', { ...caller, roomId }, target)).toBe(true);
		expect(refusalOf('recording.start', { ...caller, roomId: 'other' }, target)?.error).toBe('UNAUTHORIZED_MEETING_ID');
		expect(may('room.create', { ...caller, roomId: 'ours' }, 'new')).toBe(false);
	});

	it('is to the participant of the token', () => {
		expect(may('whip.publish', { ...caller, participantId: 'ann' }, target)).toBe(true);
		expect(refusalOf('whip.publish', { ...caller, participantId: 'bob' }, target)?.error).toBe(
			'UNAUTHORIZED_PARTCIPANT_ID',
		);
	});
});
