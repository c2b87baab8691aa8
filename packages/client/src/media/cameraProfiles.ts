/** Size, frame rate and bitrate of a camera. */
export interface CameraProfile {
	/** Pixels. */
	readonly width: number;
	readonly height: number;
	/** Frames per second. */
	readonly frameRate: number;
	/** Bits per second at `balanced`. */
	readonly bitrate: number;
}

const profile = (width: number, height: number, frameRate: number, kbps: number): CameraProfile => ({
	width,
	height,
	frameRate,
	bitrate: kbps * 1000,
});

/** The values of `encoderConfig` for cameras: 16:9 ones, then 4:3 ones (VideoSDK client SDK 1.1, balanced bitrates). */
export const CAMERA_PROFILES = {
	h90p_w160p: profile(160, 90, 15, 100),
	h180p_w320p: profile(320, 180, 15, 150),
	h216p_w384p: profile(384, 216, 15, 200),
	h360p_w640p: profile(640, 360, 20, 400),
	h540p_w960p: profile(960, 540, 25, 550),
	h720p_w1280p: profile(1280, 720, 30, 1500),
	h1080p_w1920p: profile(1920, 1080, 30, 2200),
	h1440p_w2560p: profile(2560, 1440, 30, 5500),
	h2160p_w3840p: profile(3840, 2160, 30, 8500),
	h120p_w160p: profile(160, 120, 15, 100),
	h180p_w240p: profile(240, 180, 15, 150),
	h240p_w320p: profile(320, 240, 15, 200),
	h360p_w480p: profile(480, 360, 20, 400),
	h480p_w640p: profile(640, 480, 25, 500),
	h540p_w720p: profile(720, 540, 30, 550),
	h720p_w960p: profile(960, 720, 30, 1300),
	h1080p_w1440p: profile(1440, 1080, 30, 2200),
	h1440p_w1920p: profile(1920, 1440, 30, 4000),
} as const satisfies Record<string, CameraProfile>;

/** Name of a camera profile. */
export type CameraEncoderConfig = keyof typeof CAMERA_PROFILES;

/** `bitrateMode` of a camera: factor on the balanced bitrate. */
export const BITRATE_FACTORS = { high_quality: 1.5, balanced: 1, bandwidth_optimized: 0.6 } as const;

/** Name of a bitrate mode. */
export type CameraBitrateMode = keyof typeof BITRATE_FACTORS;
