/** A camera, microphone or speaker. Labels are empty until the person allowed to use one of its kind. */
export interface DeviceInfo {
	deviceId: string;
	groupId: string;
	kind: MediaDeviceKind;
	label: string;
}

/** The devices of this machine; none where the page may not know them. */
export async function listDevices(kind?: MediaDeviceKind): Promise<DeviceInfo[]> {
	const all = (await globalThis.navigator?.mediaDevices?.enumerateDevices()) ?? [];
	return all
		.filter((device) => kind === undefined || device.kind === kind)
		.map(({ deviceId, groupId, kind: ofKind, label }) => ({ deviceId, groupId, kind: ofKind, label }));
}

/** The device that a track comes from, or null for a track without one. */
export async function deviceOf(track: MediaStreamTrack | undefined): Promise<DeviceInfo | null> {
	const { deviceId } = track?.getSettings() ?? {};
	if (!deviceId) return null;
	const kind = track?.kind === 'audio' ? 'audioinput' : 'videoinput';
	return (await listDevices(kind)).find((device) => device.deviceId === deviceId) ?? null;
}
