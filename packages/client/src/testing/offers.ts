import type { ConsumerInfo, MediaOffer, RtpParameters, TransportInfo } from '@roomcast/contract/signalling/media';
import type { ParticipantInfo, StreamInfo } from '@roomcast/contract/signalling/participant';
import * as fakeParameters from 'mediasoup-client/fakeParameters';

let count = 0;

function transport(name: string): TransportInfo {
	const { iceParameters, iceCandidates, dtlsParameters } = fakeParameters.generateTransportRemoteParameters();
	const sctpParameters = { port: 5000, maxSendMessageSize: 16_384, maxReceiveMessageSize: 16_384 };
	const info = { id: `${name}-${++count}`, iceParameters, iceCandidates, dtlsParameters, sctpParameters };
	return info as unknown as TransportInfo;
}

/** What a server offers at a join: both transports, and these streams. */
export function offer(...consumers: ConsumerInfo[]): MediaOffer {
	const noData = { dataConsumers: [] };
	return { ...noData, iceServers: [], sendTransport: transport('send'), recvTransport: transport('recv'), consumers };
}

/** An offer whose media is at these addresses. */
export function offerAt(...addresses: string[]): MediaOffer {
	const made = offer();
	const [candidate] = made.recvTransport?.iceCandidates ?? [];
	if (!candidate) throw new Error('an offer has candidates');
	for (const transport of [made.sendTransport, made.recvTransport])
		if (transport) transport.iceCandidates = addresses.map((address) => ({ ...candidate, address, ip: address }));
	return made;
}

/** Somebody else in the room. */
export function person(participantId: string, ...streams: StreamInfo[]): ParticipantInfo {
	const unpinned = { pin: { cam: false, share: false } };
	const displayName = participantId.toUpperCase();
	return { ...unpinned, participantId, displayName, mode: 'SEND_AND_RECV', metaData: { team: 1 }, streams };
}

/** A stream on its way to us. */
export function consumer(participantId: string, stream: StreamInfo, id = `consumer-${++count}`): ConsumerInfo {
	const codecMimeType = stream.kind === 'audio' || stream.kind === 'shareAudio' ? 'audio/opus' : 'video/VP8';
	const { rtpParameters } = fakeParameters.generateConsumerRemoteParameters({ id, codecMimeType });
	return {
		id,
		producerId: stream.producerId,
		participantId,
		kind: stream.kind,
		rtpParameters: JSON.parse(JSON.stringify(rtpParameters)) as RtpParameters,
		type: 'simulcast',
		producerPaused: stream.paused,
		paused: false,
	};
}
