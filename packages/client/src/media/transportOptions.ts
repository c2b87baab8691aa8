import type { IceServer, TransportInfo } from '@roomcast/contract/signalling/media';
import type { types } from 'mediasoup-client';
import type { PathOptions } from './PathOptions.ts';

/** The options of mediasoup-client for one transport of an offer. @param settings more, for its peer connection */
export function transportOptions(
	info: TransportInfo,
	iceServers: IceServer[],
	path: PathOptions,
	settings: object = {},
): types.TransportOptions {
	const { id, iceParameters, dtlsParameters, iceCandidates, sctpParameters } = info;
	const unwanted = { UDP_OVER_TCP: '', UDP_ONLY: 'tcp', TCP_ONLY: 'udp' }[path.preferredProtocol];
	return {
		id,
		iceParameters: iceParameters as types.IceParameters,
		dtlsParameters: dtlsParameters as types.DtlsParameters,
		iceCandidates: iceCandidates.filter(({ protocol }) => protocol !== unwanted) as types.IceCandidate[],
		...(sctpParameters ? { sctpParameters } : {}),
		iceServers: iceServers as RTCIceServer[],
		iceTransportPolicy: path.iceTransportPolicy,
		additionalSettings: { ...settings },
	};
}
