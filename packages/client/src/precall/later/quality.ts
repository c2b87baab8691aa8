import type { Quality } from '../../participants/types.ts';
import type { DirectionQuality, NetworkQuality, QualityLevel } from '../types.ts';

/** What a stream does not suffer from, and with what it cannot be used any more: in between, quality falls evenly. */
interface Tolerance {
	readonly from: number;
	readonly to: number;
}

/**
 * Round trips by ITU-T G.114: one way, 150 ms are not noticed and 400 ms are not acceptable. Loss and jitter: sound is
 * concealed up to a few per cent and buffered up to some packets; pictures are sent again.
 */
const TOLERANCES = {
	audio: { rtt: { from: 300, to: 1100 }, loss: { from: 1, to: 15 }, jitter: { from: 20, to: 120 } },
	video: { rtt: { from: 300, to: 1100 }, loss: { from: 2, to: 20 }, jitter: { from: 30, to: 200 } },
} as const satisfies Record<string, Record<string, Tolerance>>;

/** What each size needs of the line, kbit/s, with the sound: sizes that are sent beside it included. */
const NEEDED: readonly (readonly [quality: Quality | 'audio', kilobits: number])[] = [
	['high', 1200],
	['med', 500],
	['low', 150],
	['audio', 30],
];

/** The worst that still counts as usable for pictures. */
const USABLE: QualityLevel = 2;

/** 1 (bad) to 5 (excellent); 0 where nothing is known. */
export function levelOf(
	kind: 'audio' | 'video',
	measured: { rtt: number | null; packetLoss: number | null; jitter: number | null },
): QualityLevel {
	const { rtt, packetLoss, jitter } = measured;
	if (packetLoss === null && jitter === null && rtt === null) return 0;
	const { rtt: ofRtt, loss: ofLoss, jitter: ofJitter } = TOLERANCES[kind];
	const lost = badness(rtt, ofRtt) + badness(packetLoss, ofLoss) + badness(jitter, ofJitter);
	return Math.max(1, 5 - Math.round(4 * Math.min(1, lost))) as QualityLevel;
}

/** The worse of those that are known; 0 where none is. */
export function worst(...levels: QualityLevel[]): QualityLevel {
	const known = levels.filter((level) => level > 0);
	return known.length === 0 ? 0 : (Math.min(...known) as QualityLevel);
}

/** The largest size that the line carries both ways; null when not even sound gets through. */
export function recommended({ uplink, downlink, audioOnly }: NetworkQuality): Quality | 'audio' | null {
	if (uplink.quality === 0 && downlink.quality === 0) return null;
	const room = Math.min(roomOf(uplink), roomOf(downlink));
	const pictures = !audioOnly && worst(uplink.quality, downlink.quality) >= USABLE;
	const found = NEEDED.find(([quality, needed]) => room >= needed && (pictures || quality === 'audio'));
	return found?.[0] ?? null;
}

/** kbit/s that a direction carries: the estimate of the browser, or what came. */
function roomOf({ availableBitrate, audio, video }: DirectionQuality): number {
	return Math.max(availableBitrate ?? 0, (audio?.bitrate ?? 0) + (video?.bitrate ?? 0));
}

/** 0 (nothing is noticed) to 1. */
function badness(value: number | null, { from, to }: Tolerance): number {
	if (value === null || value <= from) return 0;
	return Math.min(1, (value - from) / (to - from));
}
