import { expect, it } from 'vitest';
import { groupMessages } from './groupMessages.ts';

const said = (senderId: string, timestamp: string) => ({
	id: `${senderId}-${timestamp}`,
	topic: 'CHAT',
	message: 'x',
	senderId,
	senderName: senderId.toUpperCase(),
	timestamp,
});

const shape = (...messages: ReturnType<typeof said>[]) =>
	groupMessages(messages).map(({ senderId, messages: own, newDay }) => [senderId, own.length, newDay]);

it('puts together what one person says in one go', () => {
	expect(
		shape(
			said('ann', '2026-05-01T10:00:00.000Z'),
			said('ann', '2026-05-01T10:04:00.000Z'),
			said('bob', '2026-05-01T10:04:10.000Z'),
			said('ann', '2026-05-01T10:04:20.000Z'),
		),
	).toEqual([
		['ann', 2, false],
		['bob', 1, false],
		['ann', 1, false],
	]);
});

it('begins again after a silence and on another day', () => {
	expect(
		shape(
			said('ann', '2026-05-01T10:00:00.000Z'),
			said('ann', '2026-05-01T10:05:01.000Z'),
			said('ann', '2026-05-03T10:05:02.000Z'),
		),
	).toEqual([
		['ann', 1, false],
		['ann', 1, false],
		['ann', 1, true],
	]);
});

it('has nothing to group in an empty chat', () => {
	expect(groupMessages([])).toEqual([]);
});
