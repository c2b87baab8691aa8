import type { AudioStats, TransportStats, VideoStats } from './types.ts';

/** A layer that is not known. Its type is that of the VideoSDK JavaScript SDK, which gives null in the same cases. */
export const UNKNOWN_LAYER = null as unknown as number;

/** Bytes at an instant (ms), to make a bitrate of two of them. */
export interface ByteSample {
	readonly bytes: number;
	readonly at: number;
}

/** Any entry of an `RTCStatsReport`: the names of WebRTC statistics (W3C webrtc-stats). */
type Entry = Record<string, unknown> & { id: string; type: string };

const entries = (report: RTCStatsReport): Entry[] => [...(report as unknown as Map<string, Entry>).values()];
const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const milliseconds = (seconds: unknown): number => Math.round(number(seconds) * 1000);

/** kbit/s between two samples; without an earlier one 0. */
export function kilobits(now: ByteSample, before: ByteSample | undefined): number {
	if (!before || now.at <= before.at) return 0;
	return Math.round(((now.bytes - before.bytes) * 8) / (now.at - before.at));
}

/** The candidate pair that carries the media. */
function selectedPair(all: Entry[]): Entry | undefined {
	const transport = all.find(({ type }) => type === 'transport');
	const byTransport = all.find(({ id }) => id === transport?.selectedCandidatePairId);
	return (
		byTransport ??
		all.find(({ type, nominated, state }) => type === 'candidate-pair' && nominated && state === 'succeeded')
	);
}

function network(all: Entry[]): string {
	const local = all.find(({ id }) => id === selectedPair(all)?.localCandidateId);
	return local?.candidateType === 'relay' ? 'relay' : text(local?.protocol);
}

/**
 * Reads the statistics of one sender or receiver. A simulcast sender has an entry for each size.
 *
 * @param bytes where the byte counts of the last call are kept, by entry
 */
export function readStreamStats(report: RTCStatsReport, bytes: Map<string, ByteSample>): VideoStats[] {
	const all = entries(report);
	const rtps = all.filter(({ type }) => type === 'inbound-rtp' || type === 'outbound-rtp');
	return rtps.map((rtp) => {
		const remote = all.find(({ type, localId }) => type.startsWith('remote-') && localId === rtp.id);
		const codec = all.find(({ id }) => id === rtp.codecId);
		const sample = { bytes: number(rtp.bytesReceived ?? rtp.bytesSent), at: number(rtp.timestamp) };
		const before = bytes.get(rtp.id);
		bytes.set(rtp.id, sample);
		const rtt = remote?.roundTripTime ?? selectedPair(all)?.currentRoundTripTime;
		const limitation = rtp.qualityLimitationReason;
		return {
			bitrate: kilobits(sample, before),
			rtt: milliseconds(rtt),
			network: network(all),
			codec: text(codec?.mimeType),
			jitter: milliseconds(rtp.jitter ?? remote?.jitter),
			totalPackets: number(rtp.packetsReceived ?? rtp.packetsSent),
			packetsLost: number(rtp.packetsLost ?? remote?.packetsLost),
			limitation: typeof limitation === 'string' ? { reason: limitation } : null,
			size: {
				width: number(rtp.frameWidth),
				height: number(rtp.frameHeight),
				framerate: number(rtp.framesPerSecond),
			},
			currentSpatialLayer: UNKNOWN_LAYER,
			currentTemporalLayer: UNKNOWN_LAYER,
			preferredSpatialLayer: UNKNOWN_LAYER,
			preferredTemporalLayer: UNKNOWN_LAYER,
		};
	});
}

/** The part of a stream's statistics that sound has. */
export function audioPart({ bitrate, rtt, network, codec, jitter, totalPackets, packetsLost }: VideoStats): AudioStats {
	return { bitrate, rtt, network, codec, jitter, totalPackets, packetsLost };
}

/**
 * Reads the statistics of both transports.
 *
 * @param bytes where the byte counts of the last call are kept
 */
export function readTransportStats(
	reports: { send: RTCStatsReport | null; receive: RTCStatsReport | null },
	bytes: Map<string, ByteSample>,
): TransportStats {
	const total = (report: RTCStatsReport | null, direction: 'send' | 'receive') => {
		const transport = report ? entries(report).find(({ type }) => type === 'transport') : undefined;
		if (!transport) return { bitrate: null, total: null };
		const sample = {
			bytes: number(transport[direction === 'send' ? 'bytesSent' : 'bytesReceived']),
			at: number(transport.timestamp),
		};
		const before = bytes.get(direction);
		bytes.set(direction, sample);
		return { bitrate: kilobits(sample, before), total: sample.bytes };
	};
	const sent = total(reports.send, 'send');
	const received = total(reports.receive, 'receive');
	return {
		send: { outgoingBitrate: sent.bitrate, totalSentBytes: sent.total },
		receive: { incomingBitrate: received.bitrate, totalReceivedBytes: received.total },
	};
}
