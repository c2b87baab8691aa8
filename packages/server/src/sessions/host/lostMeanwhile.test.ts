import { leaveReason } from '@roomcast/contract';
import { expect, it } from 'vitest';
import { lostMeanwhile } from './lostMeanwhile.ts';

it('tells a takeover from a session that ended', () => {
	const taken = lostMeanwhile('ann', leaveReason('DUPLICATE_PARTICIPANT'));
	expect(taken).toMatchObject({ error: 'DUPLICATE_PARTICIPANT', message: expect.stringContaining('ann') });
	const over = lostMeanwhile('ann', leaveReason('ROOM_CLOSE'));
	expect(over).toMatchObject({ error: 'SESSION_NOT_FOUND', message: expect.stringContaining('ROOM_CLOSE') });
});
