import { MeetingError } from '../errors/MeetingError.ts';

const refuse = async (method: string): Promise<never> => {
	throw MeetingError.of('ERROR_ACTION_NOT_SUPPORTED', `${method}()`);
};

/** Methods of the VideoSDK client SDK that Roomcast does not have: each rejects with 3068 instead of being missing. */
export abstract class Unsupported {
	readonly startTranscription = (..._args: unknown[]): Promise<never> => refuse('startTranscription');
	readonly stopTranscription = (..._args: unknown[]): Promise<never> => refuse('stopTranscription');
	readonly startWhiteboard = (..._args: unknown[]): Promise<never> => refuse('startWhiteboard');
	readonly stopWhiteboard = (..._args: unknown[]): Promise<never> => refuse('stopWhiteboard');
	readonly switchTo = (..._args: unknown[]): Promise<never> => refuse('switchTo');
	readonly requestMediaRelay = (..._args: unknown[]): Promise<never> => refuse('requestMediaRelay');
	readonly stopMediaRelay = (..._args: unknown[]): Promise<never> => refuse('stopMediaRelay');
	readonly uploadBase64File = (..._args: unknown[]): Promise<never> => refuse('uploadBase64File');
	readonly fetchBase64File = (..._args: unknown[]): Promise<never> => refuse('fetchBase64File');
}
