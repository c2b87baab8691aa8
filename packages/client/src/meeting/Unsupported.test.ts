import { expect, it } from 'vitest';
import { Unsupported } from './Unsupported.ts';

class Meeting extends Unsupported {}

it('answers what is not supported with 3068', async () => {
	const meeting = new Meeting();
	await expect(meeting.startTranscription({})).rejects.toMatchObject({ code: 3068 });
	await expect(meeting.switchTo({ meetingId: 'a' })).rejects.toMatchObject({ name: 'ERROR_ACTION_NOT_SUPPORTED' });
});
