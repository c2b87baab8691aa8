import { detectDevice, type types } from 'mediasoup-client';
import { Chrome74 } from 'mediasoup-client/handlers/Chrome74';
import { Chrome111 } from 'mediasoup-client/handlers/Chrome111';
import { Firefox120 } from 'mediasoup-client/handlers/Firefox120';
import { ReactNative106 } from 'mediasoup-client/handlers/ReactNative106';
import { Safari12 } from 'mediasoup-client/handlers/Safari12';
import { MeetingError } from '../errors/MeetingError.ts';

const HANDLERS = { Chrome111, Chrome74, Firefox120, ReactNative106, Safari12 };

/**
 * Tells with the first packets already when a sound and a picture were captured, so that recorders can put
 * them together at once; by RTCP alone that takes five seconds (draft-ietf-avtcore-abs-capture-time).
 */
const FORCED_EXTENSIONS = { 'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time': true };

/**
 * The part of mediasoup-client that knows this browser's WebRTC.
 *
 * @throws MeetingError 3047 in a browser without WebRTC, or too old a one
 */
export function browserHandler(): types.HandlerFactory {
	const name = detectDevice();
	if (name === undefined) throw MeetingError.of('ERROR_UNABLE_TO_JOIN_MEETING', 'this browser is not supported');
	return HANDLERS[name].createFactory({ forcedRtpExtensions: FORCED_EXTENSIONS });
}

/**
 * The same handler, but it asks the browser only once what it can: each answer costs a peer connection, and it is always
 * the same.
 */
export function rememberCapabilities(handler: types.HandlerFactory): types.HandlerFactory {
	const known = new Map<string, Promise<types.RtpCapabilities>>();
	return {
		...handler,
		getNativeRtpCapabilities(options) {
			const { direction } = options;
			const capabilities = known.get(direction) ?? handler.getNativeRtpCapabilities(options);
			known.set(direction, capabilities);
			capabilities.catch(() => known.delete(direction));
			return capabilities;
		},
	};
}
