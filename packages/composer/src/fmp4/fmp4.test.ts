import { describe, expect, it } from 'vitest';
import { fragment } from './fragment.ts';
import { initSegment } from './init-segment.ts';
import type { Fmp4Track } from './track.ts';

interface Box {
	readonly type: string;
	readonly start: number;
	readonly body: Buffer;
}

/** The boxes that follow each other in some bytes. */
function boxes(bytes: Buffer): Box[] {
	const found: Box[] = [];
	for (let at = 0; at < bytes.length; ) {
		const size = bytes.readUInt32BE(at);
		expect(size).toBeGreaterThanOrEqual(8);
		found.push({ type: bytes.toString('latin1', at + 4, at + 8), start: at, body: bytes.subarray(at + 8, at + size) });
		at += size;
	}
	return found;
}

function find(bytes: Buffer, ...path: readonly string[]): Buffer {
	return path.reduce((inside, type) => {
		const found = boxes(inside).find((box) => box.type === type);
		if (!found) throw new Error(`no ${type} in ${boxes(inside).map((box) => box.type)}`);
		return found.body;
	}, bytes);
}

const TRACKS: readonly Fmp4Track[] = [
	{
		kind: 'video',
		timescale: 90_000,
		codecName: 'avc1.64001f',
		width: 1280,
		height: 720,
		configuration: Buffer.from([1, 100, 0, 31]),
	},
	{
		kind: 'audio',
		timescale: 48_000,
		codecName: 'mp4a.40.2',
		channels: 2,
		bitRate: 128_000,
		configuration: Buffer.from([0x11, 0x90]),
	},
];

describe('initSegment', () => {
	it('describes both tracks', () => {
		const init = initSegment(TRACKS);
		expect(boxes(init).map(({ type }) => type)).toEqual(['ftyp', 'moov']);
		const moov = find(init, 'moov');
		expect(boxes(moov).map(({ type }) => type)).toEqual(['mvhd', 'trak', 'trak', 'mvex']);
		const [video, sound] = boxes(moov).filter(({ type }) => type === 'trak');
		const header = find(video?.body ?? Buffer.alloc(0), 'tkhd');
		expect([header.readUInt32BE(76) >> 16, header.readUInt32BE(80) >> 16]).toEqual([1280, 720]);
		const entry = find(video?.body ?? Buffer.alloc(0), 'mdia', 'minf', 'stbl', 'stsd').subarray(8);
		// The sample entry is 78 bytes long, then come its boxes.
		expect(find(find(entry, 'avc1').subarray(78), 'avcC')).toEqual(TRACKS[0]?.configuration);
		const soundEntry = find(sound?.body ?? Buffer.alloc(0), 'mdia', 'minf', 'stbl', 'stsd').subarray(8);
		expect(find(find(soundEntry, 'mp4a').subarray(28), 'esds').includes(TRACKS[1]?.configuration ?? '')).toBe(true);
	});
});

describe('fragment', () => {
	const runs = [
		{
			trackId: 1,
			startTime: 2 ** 33,
			samples: [
				{ duration: 3000, keyFrame: true, data: Buffer.from('key') },
				{ duration: 3000, keyFrame: false, data: Buffer.from('other') },
			],
		},
		{ trackId: 2, startTime: 96_000, samples: [{ duration: 1024, keyFrame: true, data: Buffer.from('sound') }] },
	];

	it('says where each sample lies and when it is shown', () => {
		const bytes = fragment(5, runs);
		expect(boxes(bytes).map(({ type }) => type)).toEqual(['moof', 'mdat']);
		const moof = find(bytes, 'moof');
		expect(find(moof, 'mfhd').readUInt32BE(4)).toBe(5);
		const tracks = boxes(moof).filter(({ type }) => type === 'traf');
		expect(tracks.map(({ body }) => Number(find(body, 'tfdt').readBigUInt64BE(4)))).toEqual([2 ** 33, 96_000]);
		const samples = tracks.map(({ body }) => {
			const run = find(body, 'trun');
			let at = run.readUInt32BE(8);
			return Array.from({ length: run.readUInt32BE(4) }, (_, index) => {
				const [duration, size, flags] = [0, 4, 8].map((offset) => run.readUInt32BE(12 + index * 12 + offset));
				const data = bytes.toString('latin1', at, at + (size ?? 0));
				at += size ?? 0;
				return [duration, flags, data];
			});
		});
		expect(samples).toEqual([
			[
				[3000, 0x02000000, 'key'],
				[3000, 0x01010000, 'other'],
			],
			[[1024, 0x02000000, 'sound']],
		]);
	});

	it('leaves out a track that has nothing in it', () => {
		const bytes = fragment(1, [{ trackId: 1, startTime: 0, samples: [] }, ...runs.slice(1)]);
		expect(boxes(find(bytes, 'moof')).map(({ type }) => type)).toEqual(['mfhd', 'traf']);
	});
});
