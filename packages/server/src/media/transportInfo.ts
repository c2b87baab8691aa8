import type { TransportInfo } from '@roomcast/contract';
import type { types } from 'mediasoup';

/** The client end of a transport, as it crosses the wire. */
export function transportInfo(transport: types.WebRtcTransport): TransportInfo {
	return {
		id: transport.id,
		iceParameters: transport.iceParameters,
		iceCandidates: transport.iceCandidates.map(({ foundation, priority, ip, address, protocol, port, tcpType }) => ({
			foundation,
			priority,
			ip,
			address,
			protocol,
			port,
			type: 'host' as const,
			...(tcpType === undefined ? {} : { tcpType }),
		})),
		dtlsParameters: transport.dtlsParameters,
	};
}
