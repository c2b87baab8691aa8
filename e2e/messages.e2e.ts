import { until } from '@roomcast/testing/until';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestBrowser } from './support/browser.ts';
import { Caller } from './support/caller.ts';
import type { TestServer } from './support/server.ts';
import { sharedServer } from './support/sharedServer.ts';

let server: TestServer;
let browser: TestBrowser;

beforeAll(async () => {
	server = await sharedServer();
	browser = await TestBrowser.launch();
});
afterAll(async () => {
	await browser?.close();
});

/** Joins without camera; keeps what arrives in `window.got`. */
async function call(roomId: string, participantId: string): Promise<Caller> {
	const meeting = { micEnabled: false, webcamEnabled: false };
	const caller = await Caller.join(browser, server, { roomId, participantId, meeting, waitToJoin: true });
	await caller.run(`(async () => {
		window.got = [];
		meeting.on('data', ({ payload, ...rest }) =>
			window.got.push({ ...rest, payload: typeof payload === 'string' ? payload : [...payload] }));
		await meeting.join();
	})()`);
	return caller;
}

const texts = (caller: Caller, list: string) => caller.run<string[]>(`window.${list}.map(({ message }) => message)`);

describe('pubSub', () => {
	it('gives a late joiner the stored messages in order, and everybody the new ones', async () => {
		const roomId = await server.room();
		const ann = await call(roomId, 'ann');
		for (const text of ['one', 'two', 'three']) {
			await ann.run(`meeting.pubSub.publish('CHAT', '${text}', { persist: true }, { mood: 'fine' })`);
		}
		await ann.run(`meeting.pubSub.publish('CHAT', 'not kept')`);
		const bob = await call(roomId, 'bob');
		await bob.run(`meeting.pubSub.subscribe('CHAT', window.listeners = {
			onMessageReceived: (message) => (window.live ??= []).push(message),
			onOldMessagesReceived: (messages, { isLast }) => { window.old = messages; window.last = isLast; },
		})`);
		expect(await texts(bob, 'old')).toEqual(['one', 'two', 'three']);
		expect(await bob.run('window.last')).toBe(true);
		expect(await bob.run('window.old[0]')).toMatchObject({
			topic: 'CHAT',
			senderId: 'ann',
			senderName: 'ann',
			payload: { mood: 'fine' },
		});
		expect(await bob.run(`meeting.pubSub.subscribe('CHAT', () => {}).then((messages) => messages.length)`)).toBe(3);
		await ann.run(`meeting.pubSub.publish('CHAT', 'four')`);
		await bob.run(`meeting.pubSub.publish('CHAT', 'five')`);
		await until('both arrive, the own one too', async () => (await texts(bob, 'live')).length === 2);
		expect(await texts(bob, 'live')).toEqual(['four', 'five']);
		await bob.run(`meeting.pubSub.unsubscribe('CHAT', window.listeners)`);
		await ann.run(`meeting.pubSub.publish('CHAT', 'six')`);
		await ann.run(`meeting.pubSub.publish('OTHER', 'seven')`);
		expect(await texts(bob, 'live')).toEqual(['four', 'five']);
	});

	it('sends to named participants only, stored or not', async () => {
		const roomId = await server.room();
		const [ann, bob, cid] = [await call(roomId, 'ann'), await call(roomId, 'bob'), await call(roomId, 'cid')];
		for (const caller of [bob, cid]) {
			await caller.run(
				`(window.live = [], meeting.pubSub.subscribe('CHAT', { onMessageReceived: (m) => window.live.push(m) }))`,
			);
		}
		await ann.run(`meeting.pubSub.publish('CHAT', 'psst', { persist: true, sendOnly: ['bob'] })`);
		await ann.run(`meeting.pubSub.publish('CHAT', 'all')`);
		await until('cid has the one for all', async () => (await texts(cid, 'live')).length > 0);
		await until('bob has both', async () => (await texts(bob, 'live')).length === 2);
		expect(await texts(cid, 'live')).toEqual(['all']);
		const kept = (caller: Caller) =>
			caller.run<string[]>(`meeting.pubSub.subscribe('CHAT', () => {}).then((old) => old.map((m) => m.message))`);
		expect(await kept(bob)).toEqual(['psst']);
		expect(await kept(cid)).toEqual([]);
	});
});

describe('realtimeStore', () => {
	it('shares values, notifies observers, and refuses values that are too large', async () => {
		const roomId = await server.room();
		const [ann, bob] = [await call(roomId, 'ann'), await call(roomId, 'bob')];
		await bob.run(`(window.seen = [],
			meeting.realtimeStore.observe('slide', (...args) => window.seen.push(args)).then((id) => { window.id = id; }))`);
		await ann.run(`meeting.realtimeStore.setValue('slide', '7')`);
		expect(await bob.run(`meeting.realtimeStore.getValue('slide')`)).toBe('7');
		await ann.run(`meeting.realtimeStore.setValue('slide', null)`);
		await until('bob saw both', () => bob.run<boolean>('window.seen.length === 2'));
		expect(await bob.run('window.seen')).toEqual([
			[{ value: '7', updatedBy: 'ann' }],
			[{ value: null, updatedBy: 'ann' }],
		]);
		const refusal = `meeting.realtimeStore.setValue('slide', 'x'.repeat(1023)).catch(({ code }) => code)`;
		expect(await ann.run(refusal)).toBe(3072);
		await bob.run('meeting.realtimeStore.stopObserving(window.id)');
		await ann.run(`meeting.realtimeStore.setValue('slide', '8')`);
		expect(await bob.run(`meeting.realtimeStore.getValue('slide')`)).toBe('8');
		expect(await bob.run('window.seen.length')).toBe(2);
	});
});

describe('send', () => {
	it('delivers text and bytes, the first message included, in order', async () => {
		const roomId = await server.room();
		const [ann, bob] = [await call(roomId, 'ann'), await call(roomId, 'bob')];
		await until('bob sees ann', async () => (await bob.others()).length === 1);
		await ann.run(
			`Promise.all([meeting.send('first'), meeting.send(new Uint8Array([1, 2, 3])), meeting.send(new Blob(['x'.repeat(15360)]))])`,
		);
		await until('bob has all three', () => bob.run<boolean>('window.got.length === 3'));
		const got =
			await bob.run<{ payload: string | number[]; from: string; timestamp: number; reliability: string }[]>(
				'window.got',
			);
		expect(got[0]).toMatchObject({ payload: 'first', from: 'ann', reliability: 'RELIABLE' });
		expect(Math.abs((got[0]?.timestamp ?? 0) - Date.now())).toBeLessThan(60_000);
		expect(got[1]?.payload).toEqual([1, 2, 3]);
		expect(got[2]?.payload).toHaveLength(15360);
		expect(await ann.run('window.got.length')).toBe(0);
		expect(await ann.run(`meeting.send('x'.repeat(15361)).catch(({ code }) => code)`)).toBe(3072);
		expect(await ann.run('meeting.send(7).catch(({ code }) => code)')).toBe(3068);
	});

	it('delivers unreliable ones too, and continues after the media worker died', async () => {
		const roomId = await server.room();
		const [ann, bob] = [await call(roomId, 'ann'), await call(roomId, 'bob')];
		await until('bob sees ann', async () => (await bob.others()).length === 1);
		// One of them may be lost, as the first is when it comes before the channel is open.
		await until('bob has it', async () => {
			await ann.run(`meeting.send('quick', { reliability: 'UNRELIABLE' })`);
			return bob.run<boolean>('window.got.length > 0');
		});
		expect(await bob.run('window.got[0].reliability')).toBe('UNRELIABLE');
		for (const pid of await server.workerPids()) process.kill(pid, 'SIGKILL');
		await until('messages pass again', async () => {
			await ann.run(`meeting.send('again').catch(() => false)`);
			return bob.run<boolean>(`window.got.some(({ payload }) => payload === 'again')`);
		});
	});
});
