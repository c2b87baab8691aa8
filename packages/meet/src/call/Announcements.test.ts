import { beforeEach, expect, it } from 'vitest';
import { Announcements } from './Announcements.ts';

type Heard = (message: { senderName: string; message: string }, open: boolean) => void;

/** A meeting in which people ask to be let in, and are answered or give up. */
class FakeMeeting {
	entryRequests: { participantId: string; name: string }[] = [];
	readonly #listeners = new Map<string, () => void>();

	on(event: string, listener: () => void): void {
		this.#listeners.set(event, listener);
	}
	off(event: string): void {
		this.#listeners.delete(event);
	}
	knock(...names: string[]): void {
		this.entryRequests = [...this.entryRequests, ...names.map((name) => ({ participantId: name, name }))];
		this.#listeners.get('entry-requested')?.();
	}
	answer(name: string): void {
		this.entryRequests = this.entryRequests.filter(({ participantId }) => participantId !== name);
		this.#listeners.get('entry-responded')?.();
	}
}

let meeting: FakeMeeting;
let write: Heard;
let announcements: Announcements;
let said: string[];
let sounds: string[];

beforeEach(() => {
	sounds = [];
	said = [];
	meeting = new FakeMeeting();
	const chat = {
		onHeard: (listener: Heard) => {
			write = listener;
			return () => {};
		},
	};
	announcements = new Announcements(meeting as never, chat as never, { play: (sound) => void sounds.push(sound) });
	announcements.subscribe(() => said.push(announcements.state.text));
});

it('announces everybody who asks to join once, with a sound', () => {
	announcements.follow();
	meeting.knock('Ann');
	meeting.knock('Bob');
	meeting.answer('Ann');
	meeting.knock('Cleo', 'Dan');
	expect(said).toEqual(['Ann wants to join', 'Bob wants to join', '2 people want to join']);
	expect(sounds).toEqual(['knock', 'knock', 'knock']);
});

it('announces somebody again who was denied and asks again', () => {
	announcements.follow();
	meeting.knock('Ann');
	meeting.answer('Ann');
	meeting.knock('Ann');
	expect(said).toEqual(['Ann wants to join', 'Ann wants to join']);
	// Another id: the same words are read out again.
	expect(announcements.state.id).toBe(2);
});

it('announces people who already wait, and nobody after it has stopped', () => {
	meeting.knock('Ann');
	announcements.follow()();
	meeting.knock('Bob');
	expect(said).toEqual(['Ann wants to join']);
});

it('announces messages while the chat is closed, the beginning of long ones', () => {
	announcements.follow();
	write({ senderName: 'Ann', message: 'hello' }, false);
	write({ senderName: 'Ann', message: 'seen' }, true);
	write({ senderName: '', message: '😀'.repeat(500) }, false);
	expect(said).toEqual(['Ann writes: hello', `Guest writes: ${'😀'.repeat(160)}…`]);
	expect(sounds).toEqual(['message', 'message']);
});
