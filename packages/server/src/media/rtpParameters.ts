import { RoomcastError, type RtpParameters } from '@roomcast/contract';
import type { types } from 'mediasoup';

/**
 * Looks whether all codecs are of a kind. mediasoup does not, and a browser that gets a camera of Opus gets nothing else
 * with it.
 *
 * @throws RoomcastError VALIDATION_FAILED
 */
export function checkKind(kind: 'audio' | 'video', { codecs }: RtpParameters): void {
	for (const [index, { mimeType }] of codecs.entries())
		if (!mimeType.toLowerCase().startsWith(`${kind}/`))
			throw new RoomcastError(
				'VALIDATION_FAILED',
				`data.rtpParameters.codecs[${index}].mimeType is ${mimeType}, and what is produced is ${kind}`,
			);
}

/**
 * What a client sends, as mediasoup takes it. Bit rates become whole numbers, as browsers make them (WebRTC, section
 * 5.2.5): mediasoup cannot write others, and what it cannot write spoils what it writes next (see `resetChannel`).
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
