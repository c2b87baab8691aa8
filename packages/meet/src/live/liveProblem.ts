/** Numbers of what can go wrong with a stream: of the error table, and 5002 and 5003 of the SDK for one that fails. */
const START = 4013;
const STOP = 4014;
const OUTPUT = 4015;
const START_WEB = 4016;
const STOP_WEB = 4017;
const FAILED = 5002;
const FAILED_WEB = 5003;

const ADMINISTRATOR = 'Try again. If it happens again, tell your administrator.';

/**
 * What went wrong with a stream and what to do about it, in words for a person in the call.
 *
 * @param code number of the error
 * @param message what the server said
 * @returns undefined for an error that has nothing to do with streams
 */
export function liveProblem(code: number, message: string): string | undefined {
	switch (code) {
		case START:
		case OUTPUT:
			return `The live stream could not start. ${serviceHelp(message)}`;
		case FAILED:
			return `The live stream stopped. ${serviceHelp(message)}`;
		case START_WEB:
			return `The call could not go live on the web. ${ADMINISTRATOR}`;
		case FAILED_WEB:
			return `The live stream on the web stopped. ${ADMINISTRATOR}`;
		case STOP:
		case STOP_WEB:
			return `The live stream could not be ended. ${ADMINISTRATOR}`;
		default:
			return undefined;
	}
}

/** What to do about a service, by what the server says of it: `describeFailure` of the composer, and checks of outputs. */
function serviceHelp(message: string): string {
	if (/no host of this name|nothing listens|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|timed out|did not answer/i.test(message))
		return 'The service does not answer. Check its address, then go live again.';
	if (/certificate/i.test(message))
		return 'This address does not belong to a trusted service. Check it, then go live again.';
	if (/refused|closed|user and (the )?password/i.test(message))
		return 'The service refused it. Copy the stream key again from its page, check that the stream is set up there, then go live again.';
	if (/outputs\[\d+\]/.test(message))
		return `${whichOutput(message)} cannot be used. Copy the address and the stream key again from the page of the service.`;
	return ADMINISTRATOR;
}

/** People count destinations from 1, messages from 0. */
function whichOutput(message: string): string {
	const [, index = '0'] = /outputs\[(\d+)\]/.exec(message) ?? [];
	return index === '0' ? 'Its destination' : `Destination ${Number(index) + 1}`;
}
