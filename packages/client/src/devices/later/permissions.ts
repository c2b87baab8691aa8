import { MeetingError } from '../../errors/MeetingError.ts';
import { captureCamera, captureMicrophone } from '../capture.ts';
import { listDevices } from '../devices.ts';

/** What permissions are asked about. */
export type PermissionKind = 'audio' | 'video' | 'audio_video';

const PARTS: Record<PermissionKind, ('audio' | 'video')[]> = {
	audio: ['audio'],
	video: ['video'],
	audio_video: ['audio', 'video'],
};

function parts(kind: string): ('audio' | 'video')[] {
	if (Object.hasOwn(PARTS, kind)) return PARTS[kind as PermissionKind];
	throw MeetingError.of('ERROR_INVALID_PARAMETER', `permission is "${kind}", allowed are audio, video, audio_video`);
}

/**
 * Whether the page may use the microphone and the camera, without asking the person.
 *
 * @throws MeetingError 3073 for another word
 */
export async function checkPermissions(kind: string): Promise<Map<string, boolean>> {
	const granted = await Promise.all(parts(kind).map(async (part) => [part, await isGranted(part)] as const));
	return new Map(granted);
}

/**
 * Asks the person for the microphone and the camera, and closes them again.
 *
 * @returns whether each may be used
 * @throws MeetingError 3073 for another word; for any failure other than a refusal its own code
 */
export async function requestPermission(kind: string): Promise<Map<string, boolean>> {
	const asked = await Promise.all(parts(kind).map(async (part) => [part, await ask(part)] as const));
	return new Map(asked);
}

async function isGranted(part: 'audio' | 'video'): Promise<boolean> {
	try {
		const name = (part === 'audio' ? 'microphone' : 'camera') as PermissionName;
		return (await navigator.permissions.query({ name })).state === 'granted';
	} catch {
		// Firefox does not know these names; labels are shown to those who may use the device.
		const devices = await listDevices(part === 'audio' ? 'audioinput' : 'videoinput');
		return devices.some(({ label }) => label !== '');
	}
}

const REFUSALS = new Set([
	'ERROR_CAMERA_ACCESS_DENIED_OR_DISMISSED',
	'ERROR_MICROPHONE_ACCESS_DENIED_OR_DISMISSED',
	'ERROR_CAMERA_PERMISSION_DENIED_BY_OS',
	'ERROR_MICROPHONE_PERMISSION_DENIED_BY_OS',
]);

async function ask(part: 'audio' | 'video'): Promise<boolean> {
	try {
		const stream = await (part === 'audio' ? captureMicrophone() : captureCamera());
		for (const track of stream.getTracks()) track.stop();
		return true;
	} catch (error) {
		if (error instanceof MeetingError && REFUSALS.has(error.name)) return false;
		throw error;
	}
}
