import { describe, expect, it } from 'vitest';
import { may, refusalOf } from './decide.ts';
import type { PolicyCaller } from './PolicyCaller.ts';
import { permissionConflict } from './permissionConflict.ts';
import { type Action, POLICY } from './policy.ts';

const ACTIONS = Object.keys(POLICY) as Action[];
const allowed = (caller: PolicyCaller) => ACTIONS.filter((action) => may(action, caller));
const overRest = ACTIONS.filter((action) => !/^(whip|call)\./.test(action));
const inCall = ACTIONS.filter((action) => action.startsWith('call.'));

describe('a token over REST', () => {
	it.each([
		['that names a participant', { permissions: ['allow_join', 'allow_mod'], participantId: 'ann' }],
		['that asks to be let in', { permissions: ['ask_join'] }],
		['that watches', { permissions: ['allow_view'] }],
		['that watches, though it names `crawler`', { permissions: ['allow_view'], roles: ['crawler'] }],
		['that asks, of a participant', { permissions: ['ask_join'], participantId: 'ann' }],
	])('%s looks its room up, and no more', (_what, caller) => {
		expect(allowed(caller).filter((action) => overRest.includes(action))).toEqual(['room.get', 'room.captures']);
		expect(refusalOf('session.read', caller)?.reason).toMatch(/is for calls; .* Use one without `/);
	});

	it('with only the role `rtc` sees what a join screen has to tell, and no more', () => {
		const caller = { permissions: ['allow_join', 'allow_mod'], roles: ['rtc'] };
		expect(allowed(caller).filter((action) => overRest.includes(action))).toEqual(['room.captures']);
	});

	it('that names `crawler` is for REST, whatever else it names', () => {
		for (const roles of [['crawler'], ['crawler', 'rtc']])
			for (const more of [{}, { participantId: 'ann' }, { roomId: 'room' }])
				expect(may('recording.delete', { permissions: ['allow_join'], roles, ...more })).toBe(true);
	});

	it('without permissions reads, makes rooms, and changes nothing else', () => {
		expect(allowed({ permissions: [] }).filter((action) => overRest.includes(action))).toEqual([
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

describe('in a call', () => {
	const seat = (...permissions: string[]) => allowed({ permissions }).filter((action) => inCall.includes(action));

	it('who watches reads, and writes messages, and changes nothing', () => {
		expect(seat('allow_view')).toEqual([
			'call.join',
			'call.test',
			'call.stay',
			'call.receive',
			'call.change-mode',
			'call.publish',
			'call.read-messages',
			'call.read-values',
		]);
		expect(may('whip.publish', { permissions: ['allow_view'] })).toBe(false);
	});

	it('a guest who was let in takes part, and decides nothing for others', () => {
		const more = ['call.send', 'call.send-data', 'call.set-value', 'call.pin'];
		expect(seat('ask_join').sort()).toEqual([...seat('allow_view'), 'call.ask', ...more].sort());
	});

	it('letting in takes `allow_join`, moderating `allow_mod`, capturing either', () => {
		const captures = ['call.record', 'call.livestream', 'call.hls'];
		const moderation = [
			'call.invite-freely',
			'call.switch-media',
			'call.change-mode-of-others',
			'call.remove',
			'call.end',
		];
		const guest = seat('ask_join').filter((action) => action !== 'call.ask');
		expect(seat('allow_join')).toEqual(expect.arrayContaining([...guest, ...captures, 'call.let-in', 'call.invite']));
		for (const action of moderation) expect(seat('allow_join')).not.toContain(action);
		expect(seat('allow_mod')).toEqual(expect.arrayContaining([...captures, ...moderation]));
		for (const action of ['call.let-in', 'call.invite']) expect(seat('allow_mod')).not.toContain(action);
	});
});

describe('permissions together', () => {
	it('are refused where one says that it is all there is', () => {
		for (const alone of ['ask_join', 'allow_view'])
			for (const other of ['allow_join', 'allow_mod', alone === 'ask_join' ? 'allow_view' : 'ask_join'])
				expect(permissionConflict([other, alone])).toContain(`\`${alone}\``);
		for (const fine of [[], ['ask_join'], ['allow_view'], ['allow_join', 'allow_mod'], ['ask_join', 'ask_join']])
			expect(permissionConflict(fine)).toBeUndefined();
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
