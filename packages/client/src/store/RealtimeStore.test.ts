import { until } from '@roomcast/testing/until';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { setLevel } from '../log/logger.ts';
import type { Meeting } from '../meeting/Meeting.ts';
import { Refusal } from '../testing/FakeServer.ts';
import { FakeRoom } from '../testing/room.ts';

setLevel('NONE');

let room: FakeRoom;
let meeting: Meeting;

beforeEach(async () => {
	room = await FakeRoom.create();
	meeting = room.meeting();
	await meeting.join();
});

afterEach(async () => {
	await meeting.leave().catch(() => {});
	await room.server.close();
	expect(room.server.problems).toEqual([]);
});

it('sets, removes and reads', async () => {
	room.server.on('store-get', () => ({ value: '7' }));
	await meeting.realtimeStore.setValue('slide', '7');
	await meeting.realtimeStore.setValue('slide', null);
	expect(await meeting.realtimeStore.getValue('slide')).toBe('7');
	expect(room.server.requests('store-set').map(({ data }) => data.value)).toEqual(['7', null]);
});

it('refuses what cannot be stored before the server is asked', async () => {
	const { realtimeStore } = meeting;
	await realtimeStore.setValue('slide', 'x'.repeat(1022));
	await expect(realtimeStore.setValue('slide', 'x'.repeat(1023))).rejects.toMatchObject({ code: 3072 });
	await expect(realtimeStore.setValue('slide', 7 as never)).rejects.toMatchObject({ code: 3073 });
	await expect(realtimeStore.setValue('', 'x')).rejects.toMatchObject({ code: 3073 });
	await expect(realtimeStore.observe('slide', 'x' as never)).rejects.toMatchObject({ code: 3073 });
	await expect(realtimeStore.stopObserving('nobody')).rejects.toMatchObject({ code: 3073 });
	expect(room.server.requests('store-set')).toHaveLength(1);
});

it('tells every observer of a key, and asks the server once', async () => {
	const told: string[] = [];
	const first = await meeting.realtimeStore.observe('slide', ({ value, updatedBy }) =>
		told.push(`1 ${value} ${updatedBy}`),
	);
	await meeting.realtimeStore.observe('slide', ({ value, updatedBy }) => told.push(`2 ${value} ${updatedBy}`));
	room.server.notify('store-changed', { key: 'slide', value: '7', updatedBy: 'ann' });
	room.server.notify('store-changed', { key: 'other', value: 'x', updatedBy: 'ann' });
	await until(() => told.length === 2);
	await meeting.realtimeStore.stopObserving(first);
	room.server.notify('store-changed', { key: 'slide', value: null, updatedBy: 'bob' });
	await until(() => told.length === 3);
	expect(told).toEqual(['1 7 ann', '2 7 ann', '2 null bob']);
	expect(room.server.requests('store-observe')).toHaveLength(1);
	expect(room.server.requests('store-unobserve')).toEqual([]);
});

it('observes again in the next session, and reports what changed meanwhile', async () => {
	const told: unknown[] = [];
	await meeting.realtimeStore.observe('slide', ({ value }) => told.push(value));
	await meeting.realtimeStore.observe('same', ({ value }) => told.push(value));
	room.server.on('store-observe', ({ key }) => ({ value: key === 'slide' ? '9' : null }));
	room.forgetSession(() => {
		throw new Refusal(6022, 'RESUME_FAILED');
	});
	await until(() => room.server.requests('store-observe').length === 4 && told.length > 0);
	expect(told).toEqual(['9']);
});

it.each([
	['store-set', 4045, () => meeting.realtimeStore.setValue('slide', '7')],
	['store-get', 4046, () => meeting.realtimeStore.getValue('slide')],
	['store-observe', 4085, () => meeting.realtimeStore.observe('slide', () => {})],
] as const)('names a refusal of %s %i', async (method, code, action) => {
	room.server.on(method, () => {
		throw new Refusal(6025, 'TOO_MANY_REQUESTS');
	});
	await expect(action()).rejects.toMatchObject({ code, cause: { code: 6025 } });
});

it('lets go of observers after the end, without an error', async () => {
	const observer = await meeting.realtimeStore.observe('slide', () => {});
	await meeting.leave();
	await meeting.realtimeStore.stopObserving(observer);
});
