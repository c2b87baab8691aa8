import type { types } from 'mediasoup';
import { ICE_CONSENT_TIMEOUT } from './ice.ts';
import { MAX_SCTP_MESSAGE } from './PeerData.ts';

/** What a receiver is assumed to take before its bandwidth is known, in bit/s. */
const INITIAL_OUTGOING_BITRATE = 1_500_000;

/**
 * The server's end of a transport of a participant, on the port of the worker.
 *
 * @param whose `data`: whether it carries data channels
 */
export function createTransport(
	{ router, webRtcServer }: { readonly router: types.Router; readonly webRtcServer: types.WebRtcServer },
	{ participantId, direction, data }: { participantId: string; direction: 'send' | 'recv'; data: boolean },
): Promise<types.WebRtcTransport> {
	return router.createWebRtcTransport({
		webRtcServer,
		enableUdp: true,
		enableTcp: true,
		preferUdp: true,
		enableSctp: data,
		maxSendMessageSize: MAX_SCTP_MESSAGE,
		maxReceiveMessageSize: MAX_SCTP_MESSAGE,
		iceConsentTimeout: ICE_CONSENT_TIMEOUT,
		initialAvailableOutgoingBitrate: INITIAL_OUTGOING_BITRATE,
		appData: { participantId, direction },
	});
}
