import type { types } from 'mediasoup-client';
import type { AudioSettings, VideoSettings } from './publishSettings.ts';

/** Share of the largest size's bitrate that each smaller simulcast size gets, by how much smaller its sides are. */
const SHARES = new Map([
	[1, 1],
	[2, 1 / 3],
	[4, 1 / 10],
]);

/** A source of at most this width gets two sizes: a quarter of it would be a smudge that nobody asks for. */
const TWO_SIZES_UP_TO = 640;

/**
 * How many sizes of a video are sent.
 *
 * One for AV1: mediasoup has no simulcast for it, and browsers cannot decode its spatial layers without the dependency
 * descriptor (AV1 RTP specification, appendix A), which mediasoup does not pass on to them.
 *
 * @param width pixels of the track
 */
export function spatialLayers(settings: VideoSettings, width: number): number {
	if (!settings.multiStream || settings.codec === 'AV1') return 1;
	return Math.min(settings.maxLayer, width <= TWO_SIZES_UP_TO ? 2 : 3);
}

/**
 * The encodings of a video: one stream with layers for VP9 (key-frame dependent ones, so that a receiver can change
 * layers without asking the sender), else one stream for each size.
 *
 * @param width pixels of the track
 * @param rare its pictures may be seconds apart, as those of a shared screen
 */
export function videoEncodings(settings: VideoSettings, width: number, rare = false): types.RtpEncodingParameters[] {
	const { codec, bitrate, frameRate } = settings;
	const layers = spatialLayers(settings, width);
	// Receivers begin with the lowest temporal layer, of which one picture in four is: that would be one in many seconds.
	// Temporal layers of H.264 are not in every encoder; those of the others are.
	const temporal = rare || codec === 'H264' ? 1 : 3;
	if (codec === 'VP9' && layers > 1)
		return [{ maxBitrate: bitrate, maxFramerate: frameRate, scalabilityMode: `L${layers}T${temporal}_KEY` }];
	const scalabilityMode = `L1T${temporal}`;
	return Array.from({ length: layers }, (_, index) => {
		const scaleResolutionDownBy = 2 ** (layers - 1 - index);
		return {
			scaleResolutionDownBy,
			maxBitrate: Math.max(60_000, Math.round(bitrate * (SHARES.get(scaleResolutionDownBy) ?? 1))),
			maxFramerate: frameRate,
			scalabilityMode,
		};
	});
}

/** Start of a video in kbps: high enough that the first second is not a smudge, low enough not to flood a thin line. */
export function videoCodecOptions(settings: VideoSettings): types.ProducerCodecOptions {
	return { videoGoogleStartBitrate: Math.round(Math.min(settings.bitrate, 1_000_000) / 1000) };
}

/** Opus with loss protection (in-band FEC and NACK) and, for speech, silence suppression. */
export function audioCodecOptions({ bitrate, stereo, dtx }: AudioSettings): types.ProducerCodecOptions {
	return { opusMaxAverageBitrate: bitrate, opusStereo: stereo, opusDtx: dtx, opusFec: true, opusNack: true };
}

/**
 * Number of sizes in what a consumer receives.
 *
 * @param scalabilityMode of its encoding, for example `L3T3` or `S3T3`
 */
export function receivedLayers(scalabilityMode: string | undefined): number {
	return Number(/^[LS](\d+)T/.exec(scalabilityMode ?? '')?.[1] ?? 1);
}
