import type { RtpParameters } from '@roomcast/contract';
import type { types } from 'mediasoup';

/**
 * What a client sends, as mediasoup takes it. Bit rates become whole numbers, as browsers make them (WebRTC, section
 * 5.2.5): mediasoup cannot write others, and what it cannot write spoils what it writes next (see `mend`).
 */
export function toMediasoup(parameters: RtpParameters): types.RtpParameters {
	const { encodings, ...rest } = parameters;
	if (encodings === undefined) return rest as types.RtpParameters;
	return {
		...rest,
		encodings: encodings.map(({ maxBitrate, ...encoding }) => ({
			...encoding,
			...(maxBitrate === undefined ? {} : { maxBitrate: Math.round(maxBitrate) }),
		})),
	} as types.RtpParameters;
}
