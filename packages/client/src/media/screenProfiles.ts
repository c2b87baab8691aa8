/** Size, frame rate and bitrate of a shared screen. */
export interface ScreenProfile {
	/** Pixels. */
	readonly width: number;
	readonly height: number;
	/** Frames per second. */
	readonly frameRate: number;
	/** Bits per second. */
	readonly bitrate: number;
}

const profile = (height: number, frameRate: number, kbps: number): ScreenProfile => ({
	width: Math.round((height * 16) / 9),
	height,
	frameRate,
	bitrate: kbps * 1000,
});

/** The values of `encoderConfig` for screens. The bitrates keep text legible at that size and rate. */
export const SCREEN_PROFILES = {
	h360p_30fps: profile(360, 30, 500),
	h480p_15fps: profile(480, 15, 600),
	h480p_30fps: profile(480, 30, 900),
	h720p_5fps: profile(720, 5, 800),
	h720p_15fps: profile(720, 15, 1500),
	h720p_30fps: profile(720, 30, 2200),
	h1080p_15fps: profile(1080, 15, 2500),
	h1080p_30fps: profile(1080, 30, 3500),
} as const satisfies Record<string, ScreenProfile>;

/** Name of a screen profile. */
export type ScreenEncoderConfig = keyof typeof SCREEN_PROFILES;
