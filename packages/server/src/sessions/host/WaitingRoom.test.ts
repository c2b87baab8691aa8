import { describe, expect, it } from 'vitest';
import { awakeMs } from '../../time/AwakeClock.ts';
import type { Credentials } from './Credentials.ts';
import type { Link } from './Link.ts';
import { type Notification, serialize } from './NotificationLog.ts';
import { WaitingRoom } from './WaitingRoom.ts';

function linkTo(heard: string[]): Link {
	return { send: (message: Notification) => heard.push(serialize(message)), close: () => {} } as unknown as Link;
}

const gil = { participantId: 'gil', name: 'Gil', ticketHash: 'ticket of Gil', named: false };
const credentials = (ticketHash: string): Credentials => ({
	tokenHash: 't',
	named: false,
	mustAsk: true,
	ticketHash,
	resumeHash: undefined,
});
const own = credentials('ticket of Gil');

describe('a denial', () => {
	it('reaches who was away when it was given, once', () => {
		const room = new WaitingRoom();
		const first: string[] = [];
		const gone = linkTo(first);
		room.ask(gil, gone, awakeMs());
		room.detach('gil', gone, awakeMs());
		room.decide('gil', 'denied')?.tell();
		const heard: string[] = [];
		const back = linkTo(heard);
		expect(room.tellDenied('gil', credentials('another'), back, awakeMs())).toBe(false);
		expect(room.tellDenied('gil', own, back, awakeMs() + 29_000)).toBe(true);
		expect(first).toEqual([]);
		expect(heard).toHaveLength(1);
		expect(JSON.parse(heard[0] ?? '')).toMatchObject({ data: { participantId: 'gil', decision: 'denied' } });
		expect(room.requests).toEqual([]);
		// They may ask again, as anybody who was denied.
		expect(room.tellDenied('gil', own, back, awakeMs())).toBe(false);
	});

	it('is forgotten after 30 s, and not kept for who heard it', () => {
		const room = new WaitingRoom();
		const heard: string[] = [];
		const link = linkTo(heard);
		room.ask(gil, link, awakeMs());
		room.decide('gil', 'denied')?.tell();
		expect(heard).toHaveLength(1);
		expect(room.tellDenied('gil', own, link, awakeMs())).toBe(false);
		room.ask(gil, link, awakeMs());
		room.detach('gil', link, awakeMs());
		room.decide('gil', 'denied')?.tell();
		expect(room.tellDenied('gil', own, link, awakeMs() + 30_001)).toBe(false);
	});
});
