import { describe, expect, it } from 'vitest';
import { type Notification, NotificationLog, serialize } from './NotificationLog.ts';

const reason = { code: 1101, message: 'MANUAL_LEAVE_CALLED' };
const leave = (log: NotificationLog, participantId: string) =>
	log.append('participant-left', { participantId, reason });

describe('NotificationLog', () => {
	it('numbers from 1 and replays what came after a number', () => {
		const log = new NotificationLog();
		const texts = ['a', 'b', 'c'].map((id) => leave(log, id));
		expect(texts.map(({ seq }) => seq)).toEqual([1, 2, 3]);
		expect(JSON.parse(serialize(texts[1] as Notification))).toEqual({
			event: 'participant-left',
			seq: 2,
			data: { participantId: 'b', reason },
		});
		expect(log.since(0)).toEqual(texts);
		expect(log.since(2)).toEqual(texts.slice(2));
		expect(log.since(3)).toEqual([]);
	});
	it('knows what it cannot replay', () => {
		const log = new NotificationLog();
		expect(log.since(0)).toEqual([]);
		expect(log.since(1)).toBeUndefined();
		for (let i = 0; i < 2005; i++) leave(log, `p${i}`);
		expect(log.since(4)).toBeUndefined();
		expect(log.since(5)).toHaveLength(2000);
		expect(log.since(2004)).toHaveLength(1);
		expect(log.since(2006)).toBeUndefined();
	});
	it('keeps a bounded amount of text', () => {
		const log = new NotificationLog();
		const message = 'x'.repeat(1024 * 1024);
		for (let i = 0; i < 6; i++) leave(log, message);
		expect(log.since(0)).toBeUndefined();
		expect(log.since(5)).toHaveLength(1);
	});
	it('starts again after a reset', () => {
		const log = new NotificationLog();
		leave(log, 'a');
		log.reset();
		expect(leave(log, 'b').seq).toBe(1);
		expect(log.since(0)).toHaveLength(1);
	});
});
