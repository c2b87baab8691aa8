import { concat } from '../sframe/bytes.ts';
import type { Carrier } from './Carrier.ts';

/**
 * Repeats the beginning of a frame.
 *
 * @param length how many bytes, by the first byte of the frame
 */
function clearStart(length: (first: number) => number): Carrier {
	return {
		wrap: (frame, sealed) => {
			const clear = length(frame[0] ?? 0);
			return frame.length < clear ? undefined : concat(frame.subarray(0, clear), sealed);
		},
		unwrap: (data) => {
			const clear = length(data[0] ?? 0);
			return data.length < clear ? undefined : data.subarray(clear);
		},
	};
}

/** Table of contents of an Opus packet (RFC 6716, section 3.1): the SFU asks it how long a packet lasts. */
export const opus = clearStart(() => 1);

/** VP8 (RFC 6386, section 9.1): whether it is a key frame, for the SFU, and how large that is, for receivers. */
export const vp8 = clearStart((first) => ((first & 1) === 0 ? 10 : 1));

/** VP9: all that is asked is in the payload descriptor, which the browser writes from what the encoder said. */
export const vp9 = clearStart(() => 0);
