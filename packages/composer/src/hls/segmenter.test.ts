import { describe, expect, it } from 'vitest';
import type { MediaPacket } from '../encode/media-packet.ts';
import { PacketOrder } from '../encode/packet-order.ts';
import { hlsCadence } from './hls-cadence.ts';
import { type MediaPart, Segmenter } from './segmenter.ts';

const NOTHING = Buffer.alloc(0);
const FRAME_US = 1_000_000 / 30;
const SOUND_US = (1024 * 1_000_000) / 48_000;

function video(tick: number): MediaPacket {
	return { ptsUs: Math.round(tick * FRAME_US), durationUs: 33_333, keyFrame: tick % 60 === 0, data: NOTHING };
}

function sound(index: number): MediaPacket {
	return { ptsUs: Math.round((index - 1) * SOUND_US), durationUs: 21_333, keyFrame: true, data: NOTHING };
}

/** Cuts picture and sound as the composition sends them. @param dropped ticks that the machine had no time for */
function cut(ticks: number, segmentUs: number, options: { fromTick?: number; dropped?: ReadonlySet<number> } = {}) {
	const segmenter = new Segmenter({ streams: 2, segmentUs, partUs: 400_000, firstSegment: 7 });
	const order = new PacketOrder<MediaPacket>(2);
	const parts: MediaPart[] = [];
	const take = (ready: ReturnType<typeof order.push>) => {
		for (const { stream, packet } of ready) {
			const part = segmenter.push(stream, packet);
			if (part) parts.push(part);
		}
	};
	let next = 0;
	for (let tick = 0; tick < ticks; tick++) {
		while (sound(next).ptsUs <= tick * FRAME_US - 5000) take(order.push(1, sound(next++)));
		if (tick >= (options.fromTick ?? 0) && !options.dropped?.has(tick)) take(order.push(0, video(tick)));
	}
	take(order.flush());
	const rest = segmenter.flush();
	if (rest) parts.push(rest);
	return parts;
}

describe('Segmenter', () => {
	it('cuts segments at key frames, and parts of one length', () => {
		const parts = cut(150, 2_000_000);
		expect(parts.map(({ segment, part }) => `${segment}.${part}`)).toEqual(
			[7, 8].flatMap((segment) => [0, 1, 2, 3, 4].map((part) => `${segment}.${part}`)).concat('9.0', '9.1', '9.2'),
		);
		for (const { segment, part, durationUs, independent, last } of parts) {
			if (segment < 9) expect(Math.abs(durationUs - 400_000)).toBeLessThan(2);
			expect(independent).toBe(part === 0);
			expect(last).toBe(segment === 9 ? part === 2 : part === 4);
		}
		// Half a second was left for the last segment: 12 frames, and three more.
		expect(parts.map(({ packets }) => packets[0]?.length)).toEqual([...Array(12).fill(12), 6]);
	});

	it('keeps the sound of a part with its picture, and loses none', () => {
		const parts = cut(150, 2_000_000);
		for (const { startUs, durationUs, packets } of parts.slice(0, -1)) {
			for (const { ptsUs } of packets[1] ?? []) {
				expect(ptsUs).toBeGreaterThanOrEqual(startUs);
				expect(ptsUs).toBeLessThan(startUs + durationUs);
			}
		}
		const times = parts.flatMap(({ packets }) => (packets[1] ?? []).map(({ ptsUs }) => ptsUs));
		expect(times).toEqual(times.map((_, index) => sound(index + 1).ptsUs));
	});

	it('has segments of two groups where four seconds are asked for', () => {
		const parts = cut(241, 4_000_000);
		expect(parts.filter(({ segment }) => segment === 7)).toHaveLength(10);
		expect(parts[5]).toMatchObject({ segment: 7, part: 5, independent: true });
	});

	it('begins with the first key frame', () => {
		const [first] = cut(150, 2_000_000, { fromTick: 17 });
		expect(first).toMatchObject({ segment: 7, part: 0, startUs: 2_000_000, independent: true });
		expect(first?.packets[1]?.[0]?.ptsUs).toBeGreaterThanOrEqual(2_000_000);
	});

	it('keeps its length where pictures are missing', () => {
		const dropped = new Set([...Array(11).keys()].map((index) => 13 + index));
		for (const { segment, durationUs } of cut(150, 2_000_000, { dropped }))
			if (segment < 9) expect(Math.abs(durationUs - 400_000)).toBeLessThan(2);
	});

	it('cuts sound alone into parts of whole frames', () => {
		const info = { kind: 'audio', codec: 'aac', sampleRate: 48_000, channels: 2, frameSize: 1024 } as const;
		const cadence = hlsCadence([info], 2);
		expect(cadence.targetDurationSeconds).toBe(2);
		const segmenter = new Segmenter({ streams: 1, ...cadence, firstSegment: 0 });
		const parts = Array.from({ length: 300 }, (_, index) => segmenter.push(0, sound(index))).filter((part) => !!part);
		expect(parts.slice(0, 7).map(({ segment, part }) => `${segment}.${part}`)).toEqual([
			'0.0',
			'0.1',
			'0.2',
			'0.3',
			'0.4',
			'1.0',
			'1.1',
		]);
		for (const { durationUs, packets, independent } of parts) {
			expect(packets[0]).toHaveLength(19);
			expect(independent).toBe(true);
			expect(durationUs).toBeLessThanOrEqual(cadence.partUs + 1);
		}
	});

	it('has nothing where nothing came', () => {
		expect(cut(0, 2_000_000)).toEqual([]);
	});
});
