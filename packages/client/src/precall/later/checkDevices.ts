import { captureCamera, captureMicrophone } from '../../devices/capture.ts';
import { MeetingError } from '../../errors/MeetingError.ts';
import { customTrack } from '../../local/customTrack.ts';
import type { PreCallTestError, PreCallTestErrorCode } from '../PreCallTestError.ts';
import type { DeviceCheck, PreCallTestOptions } from '../types.ts';
import { deviceError, testError } from './testErrors.ts';

/** A device that was tried. */
export interface TriedDevice {
	readonly check: DeviceCheck;
	/** undefined when it cannot be used. */
	readonly track: MediaStreamTrack | undefined;
	/** Gives it back, unless it is the app's own. */
	release(): void;
}

/** What differs between a camera and a microphone. */
interface Kind {
	readonly kind: 'audio' | 'video';
	readonly fallback: PreCallTestErrorCode;
	readonly constraint: PreCallTestErrorCode;
}

const CAMERA: Kind = {
	kind: 'video',
	fallback: 'ERROR_VIDEO_SOURCE_INITIATION_FAILED',
	constraint: 'ERROR_CAMERA_CONSTRAINT_NOT_SATISFIED',
};
const MICROPHONE: Kind = {
	kind: 'audio',
	fallback: 'ERROR_AUDIO_SOURCE_INITIATION_FAILED',
	constraint: 'ERROR_MICROPHONE_CONSTRAINT_NOT_SATISFIED',
};

/** Tries the camera, or the app's own; undefined when it is left out. */
export async function tryCamera(options: PreCallTestOptions): Promise<TriedDevice | undefined> {
	if (options.audioOnly) return undefined;
	return tried(CAMERA, options.videoTrack, () => captureCamera(options.videoConfig));
}

/** Tries the microphone, or the app's own. */
export function tryMicrophone(options: PreCallTestOptions): Promise<TriedDevice> {
	return tried(MICROPHONE, options.audioTrack, () => captureMicrophone(options.audioConfig));
}

async function tried(
	{ kind, fallback, constraint }: Kind,
	own: MediaStream | undefined,
	open: () => Promise<MediaStream>,
): Promise<TriedDevice> {
	try {
		const track = customTrack(own ?? (await open()), kind);
		const { deviceId = null, width, height, frameRate } = track.getSettings();
		const size = kind === 'video' ? { width: width ?? 0, height: height ?? 0, frameRate: frameRate ?? 0 } : {};
		return {
			check: { status: true, deviceId, label: track.label, ...size, codec: null, error: null },
			track,
			release: () => own ?? track.stop(),
		};
	} catch (error) {
		const failure = asTestError(error, { fallback, constraint });
		return {
			check: { status: false, deviceId: null, label: null, codec: null, error: failure },
			track: undefined,
			release() {},
		};
	}
}

function asTestError(
	error: unknown,
	{ fallback, constraint }: Pick<Kind, 'fallback' | 'constraint'>,
): PreCallTestError {
	if (!(error instanceof MeetingError)) return testError(fallback, undefined, error);
	const cause = error.cause as { name?: string } | undefined;
	if (cause?.name === 'OverconstrainedError') return testError(constraint, undefined, error);
	return deviceError(error.name, fallback, error);
}
