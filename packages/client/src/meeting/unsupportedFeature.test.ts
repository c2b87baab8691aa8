import { expect, it } from 'vitest';
import { unsupportedFeature } from './unsupportedFeature.ts';

it('answers what is not supported with 3068', async () => {
	const { methods } = unsupportedFeature();
	await expect(methods.startTranscription({})).rejects.toMatchObject({ code: 3068 });
	await expect(methods.switchTo({ meetingId: 'a' })).rejects.toMatchObject({ name: 'ERROR_ACTION_NOT_SUPPORTED' });
});
