import { describe, expect, it } from 'vitest';
import { awakeMs } from '../../time/AwakeClock.ts';
import type { Link } from './Link.ts';
import { type Notification, serialize } from './NotificationLog.ts';
import { WaitingRoom } from './WaitingRoom.ts';

function linkTo(heard: string[]): Link {
	return { send: (message: Notification) => heard.push(serialize(message)), close: () => {} } as unknown as Link;
}

describe('a denial', () => {
	it('reaches who was away when it was given, once', () => {
		const room = new WaitingRoom();
		const first: string[] = [];
		const gone = linkTo(first);
		room.ask('gil', 'Gil', gone, awakeMs());
		room.detach('gil', gone, awakeMs());
		room.decide('gil', 'denied')?.();
		const heard: string[] = [];
		const back = linkTo(heard);
		expect(room.tellDenied('gil', back, awakeMs() + 29_000)).toBe(true);
		expect(first).toEqual([]);
		expect(heard).toHaveLength(1);
		expect(JSON.parse(heard[0] ?? '')).toMatchObject({ data: { participantId: 'gil', decision: 'denied' } });
		expect(room.requests).toEqual([]);
		// They may ask again, as anybody who was denied.
		expect(room.tellDenied('gil', back, awakeMs())).toBe(false);
		expect(room.ask('gil', 'Gil', back, awakeMs())).toBe(true);
	});

	it('is forgotten after 30 s, and not kept for who heard it', () => {
		const room = new WaitingRoom();
		const heard: string[] = [];
		const link = linkTo(heard);
		room.ask('gil', 'Gil', link, awakeMs());
		room.decide('gil', 'denied')?.();
		expect(heard).toHaveLength(1);
		expect(room.tellDenied('gil', link, awakeMs())).toBe(false);
		room.ask('gil', 'Gil', link, awakeMs());
		room.detach('gil', link, awakeMs());
		room.decide('gil', 'denied')?.();
		expect(room.tellDenied('gil', link, awakeMs() + 30_001)).toBe(false);
	});
});
