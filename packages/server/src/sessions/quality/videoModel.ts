/** Best coding quality above 1, at any bit rate. */
const BEST = 3.8;
/** Bits a pixel at which the coding quality is half of the best, for H.264. */
const HALF_AT = 0.015;
/** How fast the coding quality grows with the bit rate. */
const SLOPE = 1.5;
/**
 * Loss in percent at which the quality falls to 1/e. Most of what is lost here is sent again in time (NACK), so a
 * percent costs less than in G.1070, which has nothing sent again.
 */
const LOSS_SCALE = 10;
/** Frames a second that bits are spread over: the server does not see frames. */
const FRAME_RATE = 30;
/** What a codec makes of a bit, against H.264. */
const EFFICIENCY: ReadonlyMap<string, number> = new Map([
	['video/vp8', 0.95],
	['video/vp9', 1.4],
	['video/av1', 1.7],
]);

/** How a picture was coded and carried. */
export interface VideoPath {
	/** For example `video/VP8`. */
	readonly mimeType: string;
	/** bit/s. */
	readonly bitrate: number;
	/** Pixels, 0 when unknown. */
	readonly width: number;
	readonly height: number;
	/** Share of packets that were lost, 0 to 1. */
	readonly loss: number;
	/** A screen: a picture that stands still needs hardly any bits, so that their number says nothing. */
	readonly screen: boolean;
}

/**
 * Quality of a video stream, 1 to 4.8. The form is that of the video quality estimation of ITU-T G.1070 (07/2012, clause
 * 11.2): `Vq = 1 + Icoding · exp(−Ppl / DPpl)` with `Icoding = v3 · (1 − 1 / (1 + (Br / v4)^v5))`. The coefficients of the
 * recommendation are for old codecs and small pictures; these are our own, and count bits a pixel instead of bits, so
 * that one set fits every size. Its frame rate term is left out.
 */
export function videoScore({ mimeType, bitrate, width, height, loss, screen }: VideoPath): number {
	const percent = 100 * Math.min(1, Math.max(0, loss));
	return 1 + coding() * Math.exp(-percent / LOSS_SCALE);

	function coding(): number {
		const pixels = width * height;
		if (screen || pixels === 0) return BEST;
		const bits = ((EFFICIENCY.get(mimeType.toLowerCase()) ?? 1) * bitrate) / (pixels * FRAME_RATE);
		return BEST * (1 - 1 / (1 + (bits / HALF_AT) ** SLOPE));
	}
}
