import type { Meeting, PubSubListeners, PubSubMessage } from '@roomcast/client';
import { expect, it } from 'vitest';
import { ChatLog } from './ChatLog.ts';

let count = 0;
const message = (senderId: string, text: string): PubSubMessage => ({
	id: `m${++count}`,
	topic: 'CHAT',
	message: text,
	senderId,
	senderName: senderId,
	timestamp: new Date(count).toISOString(),
});

/** As much of a meeting as the chat uses. */
function fakeMeeting(old: PubSubMessage[] = [], refuse = false) {
	let listeners: PubSubListeners | undefined;
	const published: unknown[][] = [];
	const meeting = {
		localParticipant: { id: 'me' },
		pubSub: {
			async subscribe(topic: string, given: PubSubListeners) {
				if (refuse) throw new Error('refused');
				expect(topic).toBe('CHAT');
				listeners = given;
				given.onOldMessagesReceived?.(old, { isLast: true });
			},
			async unsubscribe(_topic: string, given: PubSubListeners) {
				if (given === listeners) listeners = undefined;
			},
			async publish(...args: unknown[]) {
				published.push(args);
			},
		},
	};
	const arrive = (one: PubSubMessage) => listeners?.onMessageReceived?.(one);
	return { meeting: meeting as unknown as Meeting, arrive, published };
}

const texts = (chat: ChatLog) => chat.state.messages.map(({ message: text }) => text);

it('begins with what was said before, which is no news', async () => {
	const { meeting } = fakeMeeting([message('ann', 'one'), message('bob', 'two')]);
	const chat = new ChatLog(meeting);
	chat.start();
	await Promise.resolve();
	expect(texts(chat)).toEqual(['one', 'two']);
	expect(chat.state).toMatchObject({ unread: 0, status: 'ready' });
});

it('counts what others say while it is closed', () => {
	const { meeting, arrive } = fakeMeeting();
	const chat = new ChatLog(meeting);
	chat.start();
	arrive(message('ann', 'one'));
	arrive(message('bob', 'two'));
	expect(chat.state.unread).toBe(2);
	chat.show(true);
	arrive(message('ann', 'three'));
	expect(chat.state.unread).toBe(0);
	chat.show(false);
	arrive(message('me', 'mine'));
	expect(chat.state.unread).toBe(0);
	expect(texts(chat)).toEqual(['one', 'two', 'three', 'mine']);
});

it('says things for those who come later too', async () => {
	const { meeting, published } = fakeMeeting();
	await new ChatLog(meeting).say('hello');
	expect(published).toEqual([['CHAT', 'hello', { persist: true }]]);
});

it('says when it does not work, and stops on request', async () => {
	const broken = new ChatLog(fakeMeeting([], true).meeting);
	broken.start();
	await new Promise((resolve) => setTimeout(resolve));
	expect(broken.state.status).toBe('failed');
	const { meeting, arrive } = fakeMeeting();
	const chat = new ChatLog(meeting);
	chat.start()();
	await Promise.resolve();
	arrive(message('ann', 'late'));
	expect(texts(chat)).toEqual([]);
});

it('reports what others write, and whether it is seen', async () => {
	const { meeting, arrive } = fakeMeeting([message('ann', 'old')]);
	const chat = new ChatLog(meeting);
	const heard: unknown[][] = [];
	const unheard = chat.onHeard((one, open) => heard.push([one.message, open]));
	chat.start();
	await Promise.resolve();
	arrive(message('ann', 'one'));
	chat.show(true);
	arrive(message('me', 'mine'));
	arrive(message('bob', 'two'));
	unheard();
	arrive(message('bob', 'three'));
	expect(heard).toEqual([
		['one', false],
		['two', true],
	]);
});
