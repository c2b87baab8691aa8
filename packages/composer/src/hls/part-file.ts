import type { MediaPacket } from '../encode/media-packet.ts';
import { type FragmentSample, fragment } from '../fmp4/fragment.ts';
import type { Fmp4Track } from '../fmp4/track.ts';
import type { MediaPart } from './segmenter.ts';

/** Where a sink's times lie on the stream's time line. */
export interface MediaTimes {
	/** Composition time of the sink's first moment, µs. */
	readonly originUs: number;
	/** Media time of that moment, whole ms: there every timescale has a whole number. */
	readonly offsetMs: number;
}

/** The bytes of a part: one fragment with the samples of all tracks. @param sequenceNumber grows with each part */
export function partFile(
	part: MediaPart,
	tracks: readonly Fmp4Track[],
	{ originUs, offsetMs }: MediaTimes,
	sequenceNumber: number,
): Buffer {
	const runs = tracks.map(({ timescale }, stream) => {
		const units = (us: number) => Math.round(((us - originUs) * timescale) / 1_000_000) + (offsetMs * timescale) / 1000;
		const packets = part.packets[stream] ?? [];
		// The first track is what parts are cut by: its last sample lasts as long as the part.
		const endUs = (last: MediaPacket) => (stream === 0 ? part.startUs + part.durationUs : last.ptsUs + last.durationUs);
		const samples = packets.map((packet, index): FragmentSample => {
			const nextUs = packets[index + 1]?.ptsUs ?? endUs(packet);
			return { duration: units(nextUs) - units(packet.ptsUs), keyFrame: packet.keyFrame, data: packet.data };
		});
		return { trackId: stream + 1, startTime: units(packets[0]?.ptsUs ?? 0), samples };
	});
	return fragment(sequenceNumber, runs);
}
