import type { RtpParameters, StreamKind } from '@roomcast/contract';
import type { types } from 'mediasoup';
import type { ProducerAppData } from './ProducerAppData.ts';

/** What the worker counted of one RTP stream since it began, seen from the participant. */
export interface StreamStats {
	/** Of this RTP stream; the same as long as its counters continue. */
	readonly id: string;
	/** Of the producer or consumer: the encodings of a simulcast stream have it in common. */
	readonly stream: string;
	/** `send`: from the participant to the server. */
	readonly direction: 'send' | 'recv';
	readonly kind: StreamKind;
	/** For example `video/VP8`. */
	readonly mimeType: string;
	/** Packets that arrived at the server, or that it sent. */
	readonly packets: number;
	/** Packets that did not arrive at the other end. May go down, when one was only late. */
	readonly lost: number;
	readonly bytes: number;
	/** ms; undefined when it is not known. */
	readonly rtt: number | undefined;
	/** Interarrival jitter (RFC 3550 section 6.4.1) in ms. */
	readonly jitter: number;
	/** Of the picture in pixels, 0 when it is not known or there is none. */
	readonly width: number;
	readonly height: number;
}

type RtpStats = types.ProducerStat | types.ConsumerStat;

/** The streams that a participant sends for one producer: one for each encoding that has arrived. */
export async function producerStats(producer: types.Producer): Promise<StreamStats[]> {
	const { kind, width, height } = producer.appData as ProducerAppData;
	const encodings = (producer.rtpParameters.encodings ?? []) as NonNullable<RtpParameters['encodings']>;
	return (await producer.getStats()).map((stat) => {
		const index = encodings.findIndex(({ rid, ssrc }) => (rid === undefined ? ssrc === stat.ssrc : rid === stat.rid));
		// W3C webrtc-pc section 5.2: without a scale each encoding halves the one after it.
		const scale = index < 0 ? 1 : (encodings[index]?.scaleResolutionDownBy ?? 2 ** (encodings.length - 1 - index));
		return {
			...counters(stat, producer.rtpParameters),
			id: `${producer.id} ${stat.ssrc}`,
			stream: producer.id,
			direction: 'send',
			kind,
			width: width / scale,
			height: height / scale,
		};
	});
}

/**
 * The stream that a participant gets for one consumer.
 *
 * @param source who sends it
 * @param heights of its layers, smallest first
 * @returns undefined when nothing was sent yet
 */
export async function consumerStats(
	consumer: types.Consumer,
	source: ProducerAppData,
	heights: readonly number[],
): Promise<StreamStats | undefined> {
	const stat = (await consumer.getStats()).find(({ type }) => type === 'outbound-rtp');
	if (stat === undefined) return undefined;
	const layer = consumer.currentLayers?.spatialLayer ?? heights.length - 1;
	const height = source.height === 0 ? 0 : (heights[layer] ?? source.height);
	return {
		...counters(stat, consumer.rtpParameters),
		id: consumer.id,
		stream: consumer.id,
		direction: 'recv',
		kind: source.kind,
		width: source.height === 0 ? 0 : (source.width * height) / source.height,
		height,
	};
}

function counters(stat: RtpStats, { codecs }: types.RtpParameters) {
	const clockRate = codecs[0]?.clockRate ?? 90_000;
	return {
		mimeType: stat.mimeType,
		packets: stat.packetCount,
		lost: stat.packetsLost,
		bytes: stat.byteCount,
		rtt: stat.roundTripTime || undefined,
		// The worker has it in units of the RTP clock.
		jitter: (stat.jitter * 1000) / clockRate,
	};
}
