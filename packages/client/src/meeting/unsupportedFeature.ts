import { MeetingError } from '../errors/MeetingError.ts';
import type { Feature } from '../feature/Feature.ts';

/** Methods of the VideoSDK client SDK that Roomcast does not have. */
const NAMES = [
	'startTranscription',
	'stopTranscription',
	'startWhiteboard',
	'stopWhiteboard',
	'switchTo',
	'requestMediaRelay',
	'stopMediaRelay',
	'uploadBase64File',
	'fetchBase64File',
] as const;

/** Each rejects with 3068 instead of being missing. */
export interface UnsupportedMethods {
	startTranscription(...args: unknown[]): Promise<never>;
	stopTranscription(...args: unknown[]): Promise<never>;
	startWhiteboard(...args: unknown[]): Promise<never>;
	stopWhiteboard(...args: unknown[]): Promise<never>;
	switchTo(...args: unknown[]): Promise<never>;
	requestMediaRelay(...args: unknown[]): Promise<never>;
	stopMediaRelay(...args: unknown[]): Promise<never>;
	uploadBase64File(...args: unknown[]): Promise<never>;
	fetchBase64File(...args: unknown[]): Promise<never>;
}

/** Rejects the methods that Roomcast does not have. @internal */
export function unsupportedFeature(): Feature<UnsupportedMethods> {
	const refusals = NAMES.map((name): [keyof UnsupportedMethods, () => Promise<never>] => [
		name,
		async () => {
			throw MeetingError.of('ERROR_ACTION_NOT_SUPPORTED', `${name}()`);
		},
	]);
	return { methods: Object.fromEntries(refusals) as unknown as UnsupportedMethods, notifications: {} };
}
