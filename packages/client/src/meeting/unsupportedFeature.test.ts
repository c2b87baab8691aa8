import { expect, it } from 'vitest';
import { Errors } from '../constants/Errors.ts';
import { unsupportedFeature } from './unsupportedFeature.ts';

it.each([
	['startTranscription', 4031],
	['stopTranscription', 4032],
	['startWhiteboard', 4054],
	['stopWhiteboard', 4055],
	['requestMediaRelay', 4078],
	['stopMediaRelay', 4079],
	['uploadBase64File', 3074],
	['fetchBase64File', 3075],
	['startTranslation', 3068],
	['stopTranslation', 3068],
	['changeTranslationLanguage', 3068],
] as const)('refuses %s with %s, under its name', async (method, code) => {
	const { methods } = unsupportedFeature();
	const refused = (methods[method] as (...args: unknown[]) => Promise<void>)({}).catch((error) => error);
	const { name, code: given } = await refused;
	expect([given, Errors[name as keyof typeof Errors]]).toEqual([code, code]);
});

it('says that nothing is transcribed', () => {
	expect(unsupportedFeature().methods.transcriptionState).toBe('TRANSCRIPTION_STOPPED');
});
