import { MeetingError } from '../../errors/MeetingError.ts';
import type { PreCallTestContext } from '../PreCallTestContext.ts';
import type { NetworkStats, NetworkStatsOptions } from '../types.ts';
import { EchoCall } from './EchoCall.ts';

/** What it may take when nobody says otherwise, ms. */
const TIME = 60_000;
/** How long data is sent, ms. */
const SAMPLE = 3000;
/** Bytes of one message: below what a data channel of the server takes. */
const MESSAGE = 15 * 1024;
/** Bytes that may wait to be sent: enough that the line is never idle. */
const AHEAD = 1024 * 1024;
/** ms between two looks at what waits. */
const LOOK = 5;

/**
 * Sends data to the server for some seconds, as fast as the line takes it, and counts what leaves and what comes back.
 *
 * @throws MeetingError 3073 for a time that is none; 3079 when it takes longer; 3047 when the server cannot be reached
 */
export async function networkStats(
	{ timeoutDuration = TIME }: NetworkStatsOptions,
	context: PreCallTestContext,
	token: string,
): Promise<NetworkStats> {
	if (!(timeoutDuration > 0))
		throw MeetingError.of('ERROR_INVALID_PARAMETER', `timeoutDuration is ${timeoutDuration}, allowed are ms above 0`);
	let timer: ReturnType<typeof setTimeout> | undefined;
	const late = new Promise<never>((_, reject) => {
		const error = MeetingError.of('ERROR_OPERATION_TIMED_OUT', `getNetworkStats() took ${timeoutDuration} ms`);
		timer = setTimeout(() => reject(error), timeoutDuration);
	});
	const opening = EchoCall.open(context, token, { preferredProtocol: 'UDP_OVER_TCP', iceTransportPolicy: 'all' });
	try {
		return await Promise.race([opening.then(measure), late]);
	} finally {
		clearTimeout(timer);
		opening.then(
			(call) => call.close(),
			() => {},
		);
	}
}

async function measure(call: EchoCall): Promise<NetworkStats> {
	let received = 0;
	let sent = 0;
	const channel = await call.openData((bytes) => {
		received += bytes;
	});
	const message = crypto.getRandomValues(new Uint8Array(MESSAGE));
	// Time counts from when the way back is there: what is sent before gets lost.
	while (received === 0 && !channel.closed) {
		channel.send(message);
		await new Promise((resolve) => setTimeout(resolve, 10 * LOOK));
	}
	received = 0;
	const start = performance.now();
	while (performance.now() - start < SAMPLE && !channel.closed) {
		while (channel.bufferedAmount < AHEAD) {
			channel.send(message);
			sent += MESSAGE;
		}
		await new Promise((resolve) => setTimeout(resolve, LOOK));
	}
	const seconds = (performance.now() - start) / 1000;
	const megabits = (bytes: number) => Math.round((bytes * 8) / seconds / 10_000) / 100;
	return { downloadSpeed: megabits(received), uploadSpeed: megabits(sent - channel.bufferedAmount) };
}
