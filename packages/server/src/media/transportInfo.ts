import type { TransportInfo } from '@roomcast/contract';
import type { types } from 'mediasoup';

type SctpParameters = NonNullable<types.WebRtcTransport['sctpParameters']>;

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
		...(transport.sctpParameters === undefined ? {} : { sctpParameters: sctpParameters(transport.sctpParameters) }),
	};
}

function sctpParameters({ port, maxSendMessageSize, maxReceiveMessageSize }: SctpParameters) {
	return { port, maxSendMessageSize, maxReceiveMessageSize };
}
