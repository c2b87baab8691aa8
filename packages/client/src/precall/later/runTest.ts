import { MeetingError } from '../../errors/MeetingError.ts';
import { logger } from '../../log/logger.ts';
import type { PathOptions } from '../../media/PathOptions.ts';
import type { PreCallTestContext } from '../PreCallTestContext.ts';
import { PreCallTestError } from '../PreCallTestError.ts';
import type { Connectivity, NetworkQuality, PreCallTestOptions, PreCallTestResult } from '../types.ts';
import { tryCamera, tryMicrophone } from './checkDevices.ts';
import { checkOptions } from './checkOptions.ts';
import { EchoCall } from './EchoCall.ts';
import { Measurement } from './Measurement.ts';
import { recommended } from './quality.ts';
import { testError } from './testErrors.ts';

/** ms between two looks at the statistics. */
const LOOK = 1000;

const ANY_WAY: PathOptions = { preferredProtocol: 'UDP_OVER_TCP', iceTransportPolicy: 'all' };
const WAYS = {
	udp: { preferredProtocol: 'UDP_ONLY', iceTransportPolicy: 'all' },
	tcp: { preferredProtocol: 'TCP_ONLY', iceTransportPolicy: 'all' },
	turn: { preferredProtocol: 'UDP_OVER_TCP', iceTransportPolicy: 'relay' },
} as const satisfies Record<keyof Connectivity, PathOptions>;

/**
 * Runs a test: devices, then the ways to the server, then the quality of the line.
 *
 * @throws PreCallTestError for options that are not valid, a token that is not accepted, no device at all, or a server that
 *   cannot be reached
 */
export async function runTest(
	options: PreCallTestOptions,
	context: PreCallTestContext,
	signal: AbortSignal,
): Promise<PreCallTestResult> {
	const samplingDuration = checkOptions(options);
	const start = performance.now();
	options.onProgress?.('devices');
	const [camera, microphone] = await Promise.all([tryCamera(options), tryMicrophone(options)]);
	const tracks = [microphone.track, camera?.track].filter((track) => track !== undefined);
	try {
		if (tracks.length === 0) throw testError('ERROR_PRECALL_MEDIA_CHECK_FAILED');
		const found = { connectivity: null as Connectivity | null, networkQuality: null as NetworkQuality | null };
		if (!signal.aborted) {
			options.onProgress?.('connectivity');
			found.connectivity = await tryWays(context, options.token, tracks, signal);
		}
		if (!signal.aborted) {
			options.onProgress?.('quality');
			const duration = signal.aborted ? 0 : samplingDuration;
			found.networkQuality = await measure(context, { ...options, samplingDuration: duration }, tracks, signal);
		}
		options.onProgress?.('done');
		const sent = found.networkQuality !== null;
		return {
			aborted: signal.aborted,
			testDuration: Math.round(performance.now() - start),
			camera: camera ? { ...camera.check, codec: sent && camera.track ? 'video/VP8' : null } : null,
			microphone: { ...microphone.check, codec: sent && microphone.track ? 'audio/opus' : null },
			...found,
			recommendedQuality: found.networkQuality ? recommended(found.networkQuality) : null,
		};
	} catch (error) {
		throw asTestError(error);
	} finally {
		camera?.release();
		microphone.release();
	}
}

/** Tries each way on its own, all at once. */
async function tryWays(
	context: PreCallTestContext,
	token: string,
	[track]: MediaStreamTrack[],
	signal: AbortSignal,
): Promise<Connectivity> {
	const works = async (way: keyof Connectivity): Promise<boolean | null> => {
		const call = await EchoCall.open(context, token, WAYS[way]);
		try {
			if (way === 'turn' && !call.hasTurn) return null;
			// Sending is what makes a transport look for its path. It fails when there is none, which is the answer.
			if (track) call.send(track).catch((error) => logger.debug(`Testing ${way} failed`, error));
			return await call.hasPath(signal);
		} finally {
			call.close();
		}
	};
	const [udp, tcp, turn] = await Promise.all([works('udp'), works('tcp'), works('turn')]);
	return { udp: udp === true, tcp: tcp === true, turn };
}

/** Sends the tracks and looks at what it does. */
async function measure(
	context: PreCallTestContext,
	{ token, samplingDuration = 0, audioOnly = false, onStatsChange }: PreCallTestOptions,
	tracks: MediaStreamTrack[],
	signal: AbortSignal,
): Promise<NetworkQuality> {
	const call = await EchoCall.open(context, token, ANY_WAY);
	try {
		for (const track of tracks) await call.send(track);
		if (!(await call.hasPath(signal)) && !signal.aborted)
			throw testError('ERROR_PRECALL_TEST_FAILED', 'media has no path to the server');
		const measurement = new Measurement(audioOnly);
		const until = performance.now() + samplingDuration;
		while (!signal.aborted && performance.now() < until) {
			await pause(Math.min(LOOK, until - performance.now()), signal);
			const { sendTransport, recvTransport } = call.media;
			if (sendTransport) measurement.take('uplink', await sendTransport.getStats());
			if (recvTransport) measurement.take('downlink', await recvTransport.getStats());
			tell(onStatsChange, measurement.quality);
		}
		return measurement.quality;
	} finally {
		call.close();
	}
}

/** A listener that throws does not end the test. */
function tell(listener: PreCallTestOptions['onStatsChange'], quality: NetworkQuality): void {
	try {
		listener?.(quality);
	} catch (error) {
		logger.error('onStatsChange threw', error);
	}
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		const timer = setTimeout(resolve, ms);
		signal.addEventListener('abort', () => {
			clearTimeout(timer);
			resolve();
		});
	});
}

/** Codes of the server about tokens: missing, not valid, expired, of no use here. */
const OF_TOKENS: readonly string[] = ['TOKEN_REQUIRED', 'INVALID_TOKEN', 'INVALID_API_KEY', 'INVALID_PERMISSIONS'];

function asTestError(error: unknown): PreCallTestError {
	if (error instanceof PreCallTestError) return error;
	const ofToken = error instanceof MeetingError && OF_TOKENS.includes(error.name);
	const details = error instanceof Error ? error.message : String(error);
	return testError(ofToken ? 'ERROR_PRECALL_INVALID_TOKEN' : 'ERROR_PRECALL_TEST_FAILED', details, error);
}
