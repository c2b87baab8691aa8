import { CameraDeviceInfo, type DeviceInfo, MicrophoneDeviceInfo, PlaybackDeviceInfo } from './DeviceInfo.ts';

/** The class of each kind of device. */
const CLASSES = {
	videoinput: CameraDeviceInfo,
	audioinput: MicrophoneDeviceInfo,
	audiooutput: PlaybackDeviceInfo,
} as const satisfies Record<MediaDeviceKind, typeof DeviceInfo>;

/** The devices of this machine; none where the page may not know them. */
export async function listDevices(wanted?: MediaDeviceKind): Promise<DeviceInfo[]> {
	const all = (await globalThis.navigator?.mediaDevices?.enumerateDevices()) ?? [];
	return all
		.filter(({ kind }) => wanted === undefined || kind === wanted)
		.map(({ deviceId, groupId, kind, label }) => new CLASSES[kind](deviceId, groupId, kind, label));
}

/** The device that a track comes from, or null for a track without one. */
export async function deviceOf(track: MediaStreamTrack | undefined): Promise<DeviceInfo | null> {
	const { deviceId } = track?.getSettings() ?? {};
	if (!deviceId) return null;
	const kind = track?.kind === 'audio' ? 'audioinput' : 'videoinput';
	return (await listDevices(kind)).find((device) => device.deviceId === deviceId) ?? null;
}
