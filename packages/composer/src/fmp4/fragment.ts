import { box, fullBox, uint32, uint64 } from './box.ts';

/** A picture, or a frame of sound, in a fragment. */
export interface FragmentSample {
	/** In units of the track's timescale. */
	readonly duration: number;
	readonly keyFrame: boolean;
	readonly data: Buffer;
}

/** What a fragment holds of one track. */
export interface FragmentRun {
	/** Position of the track in the init segment, from 1 on. */
	readonly trackId: number;
	/** When its first sample is shown, in units of the track's timescale. */
	readonly startTime: number;
	readonly samples: readonly FragmentSample[];
}

/** Offsets in the fragment count from its beginning (ISO/IEC 14496-12 §8.8.7). */
const DEFAULT_BASE_IS_MOOF = 0x020000;
/** Data offset, and for each sample duration, size and flags (§8.8.8). */
const RUN_FLAGS = 0x1 | 0x100 | 0x200 | 0x400;
/** Depends on no other sample (§8.8.3.1). */
const SYNC_SAMPLE = 0x02000000;
/** Depends on others, and is no place to begin. */
const OTHER_SAMPLE = 0x01010000;

/**
 * A movie fragment: samples of each track that follow each other (ISO/IEC 14496-12 §8.8). They are shown in the order in
 * which they are decoded.
 *
 * @param sequenceNumber grows with each fragment of a stream
 */
export function fragment(sequenceNumber: number, runs: readonly FragmentRun[]): Buffer {
	const filled = runs.filter(({ samples }) => samples.length > 0);
	const data = filled.flatMap(({ samples }) => samples.map((sample) => sample.data));
	const size = movieFragment(sequenceNumber, filled, 0).length;
	return Buffer.concat([movieFragment(sequenceNumber, filled, size + 8), box('mdat', ...data)]);
}

function movieFragment(sequenceNumber: number, runs: readonly FragmentRun[], dataOffset: number): Buffer {
	let offset = dataOffset;
	return box(
		'moof',
		fullBox('mfhd', 0, 0, uint32(sequenceNumber)),
		...runs.map(({ trackId, startTime, samples }) => {
			const run = box(
				'traf',
				fullBox('tfhd', 0, DEFAULT_BASE_IS_MOOF, uint32(trackId)),
				fullBox('tfdt', 1, 0, uint64(startTime)),
				fullBox('trun', 0, RUN_FLAGS, uint32(samples.length, offset), ...samples.map(sampleEntry)),
			);
			offset += samples.reduce((sum, { data }) => sum + data.length, 0);
			return run;
		}),
	);
}

function sampleEntry({ duration, keyFrame, data }: FragmentSample): Buffer {
	return uint32(duration, data.length, keyFrame ? SYNC_SAMPLE : OTHER_SAMPLE);
}
