import type { StreamStats } from '../../media/streamStats.ts';
import { voiceScore } from './eModel.ts';
import { type Height, heightClass } from './heights.ts';
import { videoScore } from './videoModel.ts';

/** Counters at a moment. */
export interface Snapshot {
	/** ms, monotonic. */
	readonly at: number;
	readonly streams: readonly StreamStats[];
}

/** What happened to one kind of media in one direction. */
interface Flow {
	/** Packets. */
	readonly lost: number;
	/** bit/s; null when nothing flowed. */
	readonly bitrate: number | null;
}

/** What happened to one participant between two moments. RTT and jitter in ms; null where nothing was measured. */
export interface Measurement {
	readonly audio: KindMeasurement;
	readonly video: KindMeasurement;
	/** Pictures that came in, by height. */
	readonly resolutions: Readonly<Partial<Record<Height, number>>>;
}

export interface KindMeasurement {
	readonly send: Flow;
	readonly recv: Flow;
	readonly rtt: number | null;
	readonly jitter: number | null;
	/** 1 to 5: that of the direction that was worse. */
	readonly score: number | null;
}

/** A stream in which packets flowed, and how many. */
interface Moved extends StreamStats {
	readonly moved: { readonly packets: number; readonly lost: number; readonly bytes: number };
}

/**
 * What happened between two moments.
 *
 * @returns undefined when nothing flowed
 */
export function measure(before: Snapshot, after: Snapshot): Measurement | undefined {
	const seconds = (after.at - before.at) / 1000;
	const earlier = new Map(before.streams.map((stream) => [stream.id, stream]));
	const moved = after.streams
		.map((stream): Moved => ({ ...stream, moved: difference(earlier.get(stream.id), stream) }))
		.filter((stream) => stream.moved.packets > 0);
	if (moved.length === 0 || seconds <= 0) return undefined;
	// Not every stream has its own round trip; they all go the same way.
	const rtt = mean(moved.map((stream) => stream.rtt)) ?? 0;
	const isAudio = ({ kind }: StreamStats) => kind === 'audio' || kind === 'shareAudio';
	const audio = moved.filter(isAudio);
	const video = moved.filter((stream) => !isAudio(stream));
	const rateVoice = (stream: Moved) =>
		voiceScore({ loss: lossOf(stream), rtt: stream.rtt ?? rtt, jitter: stream.jitter });
	const rateVideo = (stream: Moved) =>
		videoScore({
			mimeType: stream.mimeType,
			bitrate: (stream.moved.bytes * 8) / seconds,
			width: stream.width,
			height: stream.height,
			loss: lossOf(stream),
			screen: stream.kind === 'share',
		});
	return {
		audio: summarize(audio, seconds, rateVoice),
		video: summarize(video, seconds, rateVideo),
		resolutions: countHeights(video.filter(({ direction }) => direction === 'recv')),
	};
}

/**
 * What the next measurement starts from. A stream that is muted is not asked about, and its counters continue when it
 * flows again: the last ones that are known are kept as long as its producer lives, or all that it ever sent would
 * be counted into one measurement.
 *
 * @param living ids of the participant's producers
 */
export function carryOver(before: Snapshot, after: Snapshot, living: ReadonlySet<string>): Snapshot {
	const there = new Set(after.streams.map(({ id }) => id));
	const kept = before.streams.filter(({ id, stream }) => !there.has(id) && living.has(stream));
	return { at: after.at, streams: [...after.streams, ...kept] };
}

function difference(before: StreamStats | undefined, after: StreamStats): Moved['moved'] {
	const grown = (counter: 'packets' | 'lost' | 'bytes') => Math.max(0, after[counter] - (before?.[counter] ?? 0));
	return { packets: grown('packets'), lost: grown('lost'), bytes: grown('bytes') };
}

/** Of what the server sent, the lost are a part; of what it was sent, they did not arrive. */
function lossOf({ direction, moved: { packets, lost } }: Moved): number {
	return lost / (direction === 'send' ? packets + lost : packets);
}

function summarize(streams: readonly Moved[], seconds: number, rate: (stream: Moved) => number): KindMeasurement {
	const send = streams.filter(({ direction }) => direction === 'send');
	const recv = streams.filter(({ direction }) => direction === 'recv');
	const scores = [send, recv].map((flow) => mean(largest(flow).map(rate))).filter((score) => score !== null);
	return {
		send: flowOf(send, seconds),
		recv: flowOf(recv, seconds),
		rtt: mean(streams.map(({ rtt }) => rtt)),
		jitter: mean(streams.map(({ jitter }) => jitter)),
		score: scores.length === 0 ? null : Math.min(...scores),
	};
}

function flowOf(streams: readonly Moved[], seconds: number): Flow {
	const sum = (counter: 'lost' | 'bytes') => streams.reduce((total, { moved }) => total + moved[counter], 0);
	return { lost: sum('lost'), bitrate: streams.length === 0 ? null : (sum('bytes') * 8) / seconds };
}

/** Of the encodings of a simulcast stream only the largest one that flows is what the participant sends at best. */
function largest(streams: readonly Moved[]): Moved[] {
	return [...Map.groupBy(streams, ({ stream }) => stream).values()].flatMap((encodings) =>
		encodings.sort((a, b) => b.height - a.height).slice(0, 1),
	);
}

function countHeights(streams: readonly Moved[]): Partial<Record<Height, number>> {
	const counts: Partial<Record<Height, number>> = {};
	for (const { width, height } of streams) {
		if (height === 0) continue;
		const name = heightClass(Math.min(width, height));
		counts[name] = (counts[name] ?? 0) + 1;
	}
	return counts;
}

function mean(values: readonly (number | undefined)[]): number | null {
	const known = values.filter((value) => value !== undefined);
	return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}
