import type { MeetingError } from '@roomcast/client';
import * as codes from '../errors/codes.ts';

const ADMINISTRATOR = 'Try again. If it happens again, tell your administrator.';

/** What went wrong, as the SDK says it. */
export type Failure = Pick<MeetingError, 'code' | 'message'> & Partial<Pick<MeetingError, 'reasonCode' | 'cause'>>;

/**
 * What went wrong with a stream and what to do about it, in words for a person in the call.
 *
 * @returns undefined for an error that has nothing to do with streams
 */
export function liveProblem(failure: Failure): string | undefined {
	switch (failure.code) {
		case codes.START_LIVESTREAM_FAILED:
		case codes.INVALID_LIVESTREAM_CONFIG:
			return `The live stream could not start. ${serviceHelp(failure)}`;
		case codes.LIVESTREAM_FAILED:
			return `The live stream stopped. ${serviceHelp(failure)}`;
		case codes.START_HLS_FAILED:
			return `The call could not go live on the web. ${ADMINISTRATOR}`;
		case codes.HLS_FAILED:
			return `The live stream on the web stopped. ${ADMINISTRATOR}`;
		case codes.STOP_LIVESTREAM_FAILED:
		case codes.STOP_HLS_FAILED:
			return `The live stream could not be ended. ${ADMINISTRATOR}`;
		default:
			return undefined;
	}
}

/** What to do about a service, by why it failed. */
function serviceHelp(failure: Failure): string {
	switch (whyOf(failure)) {
		case 'TARGET_UNREACHABLE':
			return 'The service does not answer. Check its address, then go live again.';
		case 'TARGET_UNTRUSTED':
			return 'This address does not belong to a trusted service. Check it, then go live again.';
		case 'TARGET_REFUSED':
			return 'The service refused it. Copy the stream key again from its page, check that the stream is set up there, then go live again.';
		case 'TARGET_INVALID':
			return `${whichOutput(failure.message)} cannot be used. Copy the address and the stream key again from the page of the service.`;
		default:
			return ADMINISTRATOR;
	}
}

/** What is wrong with the request itself is in what was typed: the rest of it is made here. */
function whyOf({ reasonCode, cause }: Failure): Failure['reasonCode'] {
	const { name } = (cause ?? {}) as Partial<Error>;
	return reasonCode ?? (name === 'VALIDATION_FAILED' ? 'TARGET_INVALID' : undefined);
}

/** Of the field that the message names, if it does. People count destinations from 1, fields from 0. */
function whichOutput(message: string): string {
	const [, index = '0'] = /outputs\[(\d+)\]/.exec(message) ?? [];
	return index === '0' ? 'Its destination' : `Destination ${Number(index) + 1}`;
}
