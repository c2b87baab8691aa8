import { until } from '@roomcast/testing/until';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PubSubMessage } from '../contract/types.ts';
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

const message = (id: string, topic = 'CHAT'): PubSubMessage => ({
	id,
	topic,
	message: `text of ${id}`,
	senderId: 'ann',
	senderName: 'Ann',
	timestamp: '2026-05-01T10:00:00.000Z',
});
const say = (...ids: string[]) => {
	for (const id of ids) room.server.notify('message', { message: message(id) });
};
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `m${from + index}`);

describe('publish', () => {
	it('sends what is given and nothing else', async () => {
		await meeting.pubSub.publish('CHAT', 'hello');
		await meeting.pubSub.publish('CHAT', 'psst', { persist: true, sendOnly: ['ann'] }, { colour: 'red' });
		expect(room.server.requests('publish').map(({ data }) => data)).toEqual([
			{ topic: 'CHAT', message: 'hello' },
			{ topic: 'CHAT', message: 'psst', persist: true, sendOnly: ['ann'], payload: { colour: 'red' } },
		]);
	});

	it('takes null for what is not given', async () => {
		await meeting.pubSub.publish('CHAT', 'hello', null, null);
		expect(room.server.requests('publish')[0]?.data).toEqual({ topic: 'CHAT', message: 'hello' });
	});

	it.each([
		[['', 'x'], 3073],
		[['CHAT', 7], 3073],
		[['CHAT', 'x', {}, ['list']], 3073],
		[['CHAT', 'x'.repeat(16_385)], 3072],
		[['CHAT', 'x', {}, { big: 'ü'.repeat(8190) }], 3072],
	])('refuses %j with %i before the server is asked', async (args, code) => {
		await expect(meeting.pubSub.publish(...(args as [string, string]))).rejects.toMatchObject({ code });
		expect(room.server.requests('publish')).toEqual([]);
	});

	it('rejects with 4087 when the server refuses', async () => {
		room.server.on('publish', () => {
			throw new Refusal(6025, 'TOO_MANY_REQUESTS');
		});
		await expect(meeting.pubSub.publish('CHAT', 'x')).rejects.toMatchObject({ code: 4087, cause: { code: 6025 } });
	});
});

describe('subscribe', () => {
	it('takes null for every option that is not given', async () => {
		const given: string[] = [];
		const options = { oldMessageLimit: null, realtimeOverflow: null, maxQueue: null, newMessageLimit: null };
		await meeting.pubSub.subscribe('CHAT', { onMessageReceived: ({ id }) => given.push(id) }, options);
		await meeting.pubSub.subscribe('OTHER', {}, null);
		say('m1');
		await until(() => given.length === 1);
		expect(room.server.requests('subscribe')[0]?.data).toEqual({
			topic: 'CHAT',
			oldMessageLimit: room.server.requests('subscribe')[1]?.data.oldMessageLimit,
		});
	});

	it('gives one callback the kept messages as an array, and as its `messages`', async () => {
		room.server.on('subscribe', () => ({ messages: [message('m1'), message('m2')], more: false }));
		const old = await meeting.pubSub.subscribe('CHAT', () => {});
		expect(old.map(({ id }) => id)).toEqual(['m1', 'm2']);
		expect(old.messages.map(({ id }) => id)).toEqual(['m1', 'm2']);
	});

	it('gives kept messages first, then new ones, each once, though they arrive mixed', async () => {
		room.server.on('subscribe', () => {
			// Published between the subscription and the reading: it comes both ways.
			say('m3', 'm4');
			return { messages: [message('m1'), message('m2'), message('m3')], more: false };
		});
		const got: string[] = [];
		await meeting.pubSub.subscribe('CHAT', {
			onOldMessagesReceived: (old, { isLast }) => got.push(`${old.map(({ id }) => id)} ${isLast}`),
			onMessageReceived: ({ id }) => got.push(id),
		});
		say('m4', 'm5');
		await until(() => got.includes('m5'));
		expect(got).toEqual(['m1,m2,m3 true', 'm4', 'm5']);
	});

	it('reads page after page, and gives the oldest first', async () => {
		const kept = range(1, 1100).map((id) => message(id));
		room.server.on('subscribe', ({ oldMessageLimit = 500, before }) => {
			const end = before === undefined ? kept.length : kept.findIndex(({ id }) => id === before);
			const start = Math.max(0, end - oldMessageLimit);
			return { messages: kept.slice(start, end), more: start > 0 };
		});
		const batches: [number, string | undefined, boolean][] = [];
		const note = (old: PubSubMessage[], { isLast }: { isLast: boolean }) =>
			batches.push([old.length, old[0]?.id, isLast]);
		await meeting.pubSub.subscribe('CHAT', { onOldMessagesReceived: note });
		expect(batches).toEqual([
			[500, 'm1', false],
			[500, 'm501', false],
			[100, 'm1001', true],
		]);
		batches.length = 0;
		await meeting.pubSub.subscribe('CHAT', { onOldMessagesReceived: note }, { oldMessageLimit: 600 });
		expect(batches).toEqual([
			[500, 'm501', false],
			[100, 'm1001', true],
		]);
		batches.length = 0;
		await meeting.pubSub.subscribe('CHAT', { onOldMessagesReceived: note }, { oldMessageLimit: 0 });
		expect(batches).toEqual([[0, undefined, true]]);
	});

	it('resolves to the kept messages in the form with one callback', async () => {
		room.server.on('subscribe', () => ({ messages: [message('m1')], more: false }));
		const got: string[] = [];
		const callback = ({ id }: PubSubMessage) => got.push(id);
		expect((await meeting.pubSub.subscribe('CHAT', callback)).map(({ id }) => id)).toEqual(['m1']);
		say('m2');
		await until(() => got.length === 1);
		await meeting.pubSub.unsubscribe('CHAT', callback);
		expect(room.server.requests('unsubscribe')).toHaveLength(1);
	});

	it('tells the server of an end only when nobody listens any more', async () => {
		const [one, two] = [{ onMessageReceived: vi.fn() }, { onMessageReceived: vi.fn() }];
		await meeting.pubSub.subscribe('CHAT', one);
		await meeting.pubSub.subscribe('CHAT', two);
		await meeting.pubSub.unsubscribe('CHAT', one);
		expect(room.server.requests('unsubscribe')).toEqual([]);
		say('m1');
		await until(() => two.onMessageReceived.mock.calls.length === 1);
		expect(one.onMessageReceived).not.toHaveBeenCalled();
		await meeting.pubSub.unsubscribe('CHAT', two);
		expect(room.server.requests('unsubscribe')).toHaveLength(1);
	});

	it('continues in the next session, with what was missed and nothing twice', async () => {
		room.server.on('subscribe', () => ({ messages: [message('m1')], more: false }));
		const got: string[] = [];
		await meeting.pubSub.subscribe('CHAT', { onMessageReceived: ({ id }) => got.push(id) });
		say('m2');
		await until(() => got.length === 1);
		room.server.on('subscribe', () => ({ messages: range(1, 3).map((id) => message(id)), more: false }));
		room.forgetSession(() => {
			throw new Refusal(6022, 'RESUME_FAILED');
		});
		await until(() => got.length === 2);
		say('m4');
		await until(() => got.length === 3);
		expect(got).toEqual(['m2', 'm3', 'm4']);
	});

	it.each([
		[{ onMessageReceived: 'x' }, {}],
		[{}, { oldMessageLimit: -1 }],
		[{}, { newMessageLimit: 0 }],
		[{}, { maxQueue: 201 }],
		[{}, { realtimeOverflow: 'drop', maxQueue: 5 }],
		[{}, { realtimeOverflow: 'wait' }],
	])('refuses %j with %j as 3073', async (listeners, options) => {
		const refused = meeting.pubSub.subscribe('CHAT', listeners as never, options as never);
		await expect(refused).rejects.toMatchObject({ code: 3073 });
	});

	it('rejects with 4088 when the server refuses, and can be tried again', async () => {
		const listeners = { onMessageReceived: vi.fn() };
		room.server.on('subscribe', () => {
			throw new Refusal(4088, 'PUBSUB_SUBSCRIBE_FAILED');
		});
		await expect(meeting.pubSub.subscribe('CHAT', listeners)).rejects.toMatchObject({ code: 4088 });
		room.server.on('subscribe', () => ({ messages: [], more: false }));
		await meeting.pubSub.subscribe('CHAT', listeners);
		say('m1');
		await until(() => listeners.onMessageReceived.mock.calls.length === 1);
	});
});

it('lets go of listeners after the end, without an error', async () => {
	const listeners = {};
	await meeting.pubSub.subscribe('CHAT', listeners);
	await meeting.leave();
	await meeting.pubSub.unsubscribe('CHAT', listeners);
});
