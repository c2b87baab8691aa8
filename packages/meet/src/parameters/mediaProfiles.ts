import type { CameraEncoderConfig, MicrophoneEncoderConfig, ScreenEncoderConfig } from '@roomcast/client';

/** The names of the SDK's `encoderConfig` for cameras. */
export const CAMERA_RESOLUTIONS = [
	'h90p_w160p',
	'h180p_w320p',
	'h216p_w384p',
	'h360p_w640p',
	'h540p_w960p',
	'h720p_w1280p',
	'h1080p_w1920p',
	'h1440p_w2560p',
	'h2160p_w3840p',
	'h120p_w160p',
	'h180p_w240p',
	'h240p_w320p',
	'h360p_w480p',
	'h480p_w640p',
	'h540p_w720p',
	'h720p_w960p',
	'h1080p_w1440p',
	'h1440p_w1920p',
] as const satisfies readonly CameraEncoderConfig[];

/** The names of the SDK's `encoderConfig` for screens. */
export const SCREEN_RESOLUTIONS = [
	'h360p_30fps',
	'h480p_15fps',
	'h480p_30fps',
	'h720p_5fps',
	'h720p_15fps',
	'h720p_30fps',
	'h1080p_15fps',
	'h1080p_30fps',
] as const satisfies readonly ScreenEncoderConfig[];

/** The names of the SDK's `encoderConfig` for microphones. */
export const MICROPHONE_QUALITIES = [
	'speech_low_quality',
	'speech_standard',
	'music_standard',
	'standard_stereo',
	'high_quality',
	'high_quality_stereo',
] as const satisfies readonly MicrophoneEncoderConfig[];
