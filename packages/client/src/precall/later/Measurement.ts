import type { DirectionQuality, NetworkQuality, StreamQuality, VideoQuality } from '../types.ts';
import { levelOf, worst } from './quality.ts';

/** Any entry of an `RTCStatsReport` (W3C webrtc-stats). */
type Entry = Record<string, unknown> & { id: string; type: string };

type Kind = 'audio' | 'video';
type Direction = 'uplink' | 'downlink';

/** What one look at a stream found. */
interface Sample {
	readonly bitrate: number;
	readonly packetLoss: number;
	readonly jitter: number;
	readonly fps: number;
	readonly size: string | null;
	readonly limitation: string | null;
}

/** Counters of a stream at an instant. */
interface Count {
	readonly at: number;
	readonly bytes: number;
	readonly packets: number;
	readonly lost: number;
}

/** What is known of one direction so far. */
interface Found {
	readonly rtt: number[];
	readonly available: number[];
	readonly streams: Record<Kind, Sample[]>;
}

/** Looks at the statistics of both transports again and again, and sums up what they show. */
export class Measurement {
	readonly #audioOnly: boolean;
	readonly #found: Record<Direction, Found> = { uplink: nothing(), downlink: nothing() };
	readonly #counts = new Map<string, Count>();

	constructor(audioOnly: boolean) {
		this.#audioOnly = audioOnly;
	}

	/** Takes one look. */
	take(direction: Direction, report: RTCStatsReport): void {
		const entries = [...(report as unknown as Map<string, Entry>).values()];
		const found = this.#found[direction];
		const pair = entries.find(({ type, nominated }) => type === 'candidate-pair' && nominated === true);
		push(found.rtt, pair?.currentRoundTripTime, 1000);
		// Only who sends has an estimate: for the way back it is what arrives.
		if (direction === 'uplink') push(found.available, pair?.availableOutgoingBitrate, 1 / 1000);
		for (const kind of ['audio', 'video'] as const) {
			const sample = this.#sample(direction, kind, entries);
			if (sample) found.streams[kind].push(sample);
		}
	}

	/** What was found so far: medians, so that the beginning and single bursts do not count for much. */
	get quality(): NetworkQuality {
		return {
			audioOnly: this.#audioOnly,
			uplink: this.#direction('uplink'),
			downlink: this.#direction('downlink'),
		};
	}

	/** A stream since the last look; its sizes together. Undefined at the first look, and where there is none. */
	#sample(direction: Direction, kind: Kind, entries: Entry[]): Sample | undefined {
		const type = direction === 'uplink' ? 'outbound-rtp' : 'inbound-rtp';
		const streams = entries.filter((entry) => entry.type === type && entry.kind === kind);
		// How much of what was sent got lost only the other end knows (RFC 3550, section 6.4).
		const reports = direction === 'uplink' ? entries.filter((one) => one.type === 'remote-inbound-rtp') : streams;
		const of = reports.filter((one) => one.kind === kind);
		const largest = streams.reduce<Entry | undefined>(
			(best, one) => (number(one.frameWidth) >= number(best?.frameWidth) ? one : best),
			undefined,
		);
		if (largest === undefined) return undefined;
		const now = {
			at: number(largest.timestamp),
			bytes: sum(streams, direction === 'uplink' ? 'bytesSent' : 'bytesReceived'),
			packets: sum(streams, direction === 'uplink' ? 'packetsSent' : 'packetsReceived'),
			lost: sum(of, 'packetsLost'),
		};
		const key = `${direction} ${kind}`;
		const before = this.#counts.get(key);
		this.#counts.set(key, now);
		if (before === undefined || now.at <= before.at) return undefined;
		const lost = Math.max(0, now.lost - before.lost);
		const packets = now.packets - before.packets + (direction === 'downlink' ? lost : 0);
		return {
			bitrate: ((now.bytes - before.bytes) * 8) / (now.at - before.at),
			packetLoss: packets > 0 ? Math.min(100, (100 * lost) / packets) : 0,
			jitter: Math.max(0, ...of.map((one) => number(one.jitter) * 1000)),
			fps: number(largest.framesPerSecond),
			size: largest.frameWidth ? `${largest.frameWidth}x${largest.frameHeight}` : null,
			limitation: typeof largest.qualityLimitationReason === 'string' ? largest.qualityLimitationReason : null,
		};
	}

	#direction(direction: Direction): DirectionQuality {
		const { rtt, available, streams } = this.#found[direction];
		const roundTrip = median(rtt);
		const audio = streamQuality('audio', streams.audio, roundTrip);
		const video = this.#audioOnly ? null : videoQuality(streams.video, roundTrip);
		return {
			rtt: roundTrip,
			availableBitrate: median(available),
			audio,
			video,
			quality: worst(audio?.quality ?? 0, video?.quality ?? 0),
		};
	}
}

function streamQuality(kind: Kind, samples: Sample[], rtt: number | null): StreamQuality | null {
	if (samples.length === 0) return null;
	const packetLoss = median(samples.map((one) => one.packetLoss));
	const jitter = median(samples.map((one) => one.jitter));
	const bitrate = median(samples.map((one) => one.bitrate));
	return { quality: levelOf(kind, { rtt, packetLoss, jitter }), rtt, bitrate, packetLoss, jitter };
}

function videoQuality(samples: Sample[], rtt: number | null): VideoQuality | null {
	const stream = streamQuality('video', samples, rtt);
	if (stream === null) return null;
	const last = samples.at(-1);
	return {
		...stream,
		fps: median(samples.map(({ fps }) => fps)),
		resolution: last?.size ?? null,
		qualityLimitationReason: last?.limitation ?? null,
	};
}

function nothing(): Found {
	return { rtt: [], available: [], streams: { audio: [], video: [] } };
}

/** The middle one, with one decimal; null of none. */
function median(values: number[]): number | null {
	const sorted = values.toSorted((a, b) => a - b);
	const middle = sorted[Math.floor(sorted.length / 2)];
	return middle === undefined ? null : Math.round(middle * 10) / 10;
}

const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
const sum = (entries: Entry[], name: string): number => entries.reduce((total, one) => total + number(one[name]), 0);
const push = (values: number[], value: unknown, factor: number): void => {
	if (typeof value === 'number' && Number.isFinite(value)) values.push(value * factor);
};
