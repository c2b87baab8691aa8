import { type CaptureSource, captureError, captureUnavailable } from '../errors/captureErrors.ts';
import { MeetingError } from '../errors/MeetingError.ts';
import {
	BITRATE_FACTORS,
	CAMERA_PROFILES,
	type CameraBitrateMode,
	type CameraEncoderConfig,
} from '../media/cameraProfiles.ts';
import { MICROPHONE_PROFILES, type MicrophoneEncoderConfig } from '../media/microphoneProfiles.ts';
import { remember, VIDEO_CODECS, type VideoCodecName } from '../media/publishSettings.ts';
import { SCREEN_PROFILES, type ScreenEncoderConfig } from '../media/screenProfiles.ts';
import { noteDevice } from './deviceTracks.ts';
import { asked, openFullSize } from './fullSize.ts';

/** What a picture is for: sharp letters, smooth motion, or fine detail. */
export type OptimizationMode = 'text' | 'motion' | 'detail';

/** Options of `createCameraVideoTrack`. */
export interface CameraOptions {
	/** A `deviceId` of `getCameras()`. */
	cameraId?: string;
	/** Size, frame rate and bitrate; `h720p_w1280p` when not given. */
	encoderConfig?: CameraEncoderConfig;
	/** Which camera of a phone, where `cameraId` is not given. */
	facingMode?: 'user' | 'environment';
	optimizationMode?: OptimizationMode;
	/** Whether receivers can choose between sizes; true when not given. */
	multiStream?: boolean;
	bitrateMode?: CameraBitrateMode;
	/** How many sizes at most; 3 when not given. */
	maxLayer?: 2 | 3;
	/** VP8 when not given. */
	codec?: VideoCodecName;
}

/** Options of `createScreenShareVideoTrack`. */
export interface ScreenOptions {
	/** Size, frame rate and bitrate; `h720p_15fps` when not given. */
	encoderConfig?: ScreenEncoderConfig;
	optimizationMode?: OptimizationMode;
	/** Whether the sound of what is shared is captured too, where the browser can; `enable` when not given. */
	withAudio?: 'enable' | 'disable';
	/** Whether receivers can choose between sizes; false when not given. */
	multiStream?: boolean;
}

/** Options of `createMicrophoneAudioTrack`. */
export interface MicrophoneOptions {
	/** A `deviceId` of `getMicrophones()`. */
	microphoneId?: string;
	/** Bitrate and channels; `speech_standard` when not given. */
	encoderConfig?: MicrophoneEncoderConfig;
	/** What the browser does to the sound; everything when not given. */
	noiseConfig?: { echoCancellation?: boolean; autoGainControl?: boolean; noiseSuppression?: boolean };
}

/**
 * Opens a camera.
 *
 * @throws MeetingError 3017, 3019, 3021, 3023, 3033 or 3011 when it cannot be opened; 3071 for unknown options
 */
export async function captureCamera(options: CameraOptions = {}): Promise<MediaStream> {
	const profile = choose(CAMERA_PROFILES, 'encoderConfig', options.encoderConfig, 'h720p_w1280p');
	const factor = choose(BITRATE_FACTORS, 'bitrateMode', options.bitrateMode, 'balanced');
	const { codec = 'VP8', multiStream = true, maxLayer = 3, cameraId, facingMode, optimizationMode } = options;
	if (!VIDEO_CODECS.includes(codec)) throw badOption('codec', codec, VIDEO_CODECS);
	const { width, height, frameRate, bitrate } = profile;
	const size = { width, height, frameRate };
	const which = cameraId ? { deviceId: { exact: cameraId } } : facingMode ? { facingMode } : {};
	const stream = await openFullSize(
		() => open('camera', (devices) => devices.getUserMedia({ video: { ...asked(size), ...which } })),
		size,
	);
	for (const track of stream.getVideoTracks()) {
		track.contentHint = optimizationMode ?? '';
		remember(track, { codec, multiStream, maxLayer, width, height, frameRate, bitrate: bitrate * factor });
	}
	return stream;
}

/**
 * Asks for a screen, a window or a tab.
 *
 * @throws MeetingError 3016 when the person cancelled; 3013 when it cannot be captured; 3071 for unknown options
 */
export async function captureScreen(options: ScreenOptions = {}): Promise<MediaStream> {
	const profile = choose(SCREEN_PROFILES, 'encoderConfig', options.encoderConfig, 'h720p_15fps');
	const { width, height, frameRate, bitrate } = profile;
	const stream = await open('screen', (devices) =>
		devices.getDisplayMedia({
			video: { width: { max: width }, height: { max: height }, frameRate: { ideal: frameRate, max: frameRate } },
			// What is shared is music or speech that was made already: nothing may be cleaned out of it.
			audio: options.withAudio === 'disable' ? false : { echoCancellation: false, noiseSuppression: false },
		}),
	);
	for (const track of stream.getVideoTracks()) {
		track.contentHint = options.optimizationMode ?? 'detail';
		const multiStream = options.multiStream ?? false;
		remember(track, { codec: 'VP8', multiStream, maxLayer: 2, width, height, frameRate, bitrate });
	}
	for (const track of stream.getAudioTracks()) remember(track, MICROPHONE_PROFILES.standard_stereo);
	return stream;
}

/**
 * Opens a microphone.
 *
 * @throws MeetingError 3018, 3020, 3022, 3024, 3034 or 3012 when it cannot be opened; 3071 for unknown options
 */
export async function captureMicrophone(options: MicrophoneOptions = {}): Promise<MediaStream> {
	const profile = choose(MICROPHONE_PROFILES, 'encoderConfig', options.encoderConfig, 'speech_standard');
	const { echoCancellation = true, autoGainControl = true, noiseSuppression = true } = options.noiseConfig ?? {};
	const stream = await open('microphone', (devices) =>
		devices.getUserMedia({
			audio: {
				echoCancellation,
				autoGainControl,
				noiseSuppression,
				channelCount: { ideal: profile.stereo ? 2 : 1 },
				...(options.microphoneId ? { deviceId: { exact: options.microphoneId } } : {}),
			},
		}),
	);
	for (const track of stream.getAudioTracks()) remember(track, profile);
	return stream;
}

async function open(source: CaptureSource, capture: (devices: MediaDevices) => Promise<MediaStream>) {
	const devices = globalThis.navigator?.mediaDevices;
	if (!devices || (source === 'screen' && !devices.getDisplayMedia)) throw captureUnavailable(source);
	try {
		return noteDevice(await capture(devices));
	} catch (error) {
		throw captureError(error, source);
	}
}

function choose<T extends object, K extends keyof T>(
	table: T,
	option: string,
	name: K | undefined,
	otherwise: K,
): T[K] {
	const key = name ?? otherwise;
	if (!Object.hasOwn(table, key)) throw badOption(option, String(key), Object.keys(table));
	return table[key];
}

function badOption(option: string, value: string, allowed: readonly string[]): MeetingError {
	return MeetingError.of(
		'ERROR_INVALID_CUSTOM_TRACK_CONFIG',
		`${option} is "${value}", allowed are ${allowed.join(', ')}`,
	);
}
