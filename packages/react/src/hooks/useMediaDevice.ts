import { type DeviceInfo, type PermissionKind, type SdkEvents, VideoSDK } from '@roomcast/client';
import { useEffect } from 'react';
import { useLatest } from './useLatest.ts';

/** Handlers of {@link useMediaDevice}. */
export interface MediaDeviceHandlers {
	/** A device was plugged in or out. */
	readonly onDeviceChanged?: ((devices: Promise<DeviceInfo[]>) => void) | undefined;
}

const DEVICE_METHODS = {
	/** All devices of this machine. Labels are empty before the page was allowed to use one. */
	getDevices: () => VideoSDK.getDevices(),
	/** The cameras of this machine. */
	getCameras: () => VideoSDK.getCameras(),
	/** The microphones of this machine. */
	getMicrophones: () => VideoSDK.getMicrophones(),
	/** The speakers of this machine, for `AudioPlayer`. */
	getPlaybackDevices: () => VideoSDK.getPlaybackDevices(),
	/** Whether the page may use microphone and camera, without asking. @throws MeetingError 3073 for another word */
	checkPermissions: (permissions?: PermissionKind) => VideoSDK.checkPermissions(permissions),
	/** Asks the person for microphone and camera. @throws MeetingError 3073 for another word */
	requestPermission: (permissions?: PermissionKind) => VideoSDK.requestPermission(permissions),
};

/** What {@link useMediaDevice} returns. */
export type MediaDeviceView = typeof DEVICE_METHODS;

const NONE: MediaDeviceHandlers = {};

/** The devices of this machine, and whether the page may use them. Needs no `MeetingProvider`. */
export function useMediaDevice(handlers: MediaDeviceHandlers = NONE): MediaDeviceView {
	const latest = useLatest(handlers);
	const listens = handlers.onDeviceChanged !== undefined;
	useEffect(() => {
		if (!listens) return;
		const listener = ({ devices }: SdkEvents['device-changed'][0]) =>
			latest.current.onDeviceChanged?.(Promise.resolve(devices));
		VideoSDK.on('device-changed', listener);
		return () => VideoSDK.off('device-changed', listener);
	}, [latest, listens]);
	return DEVICE_METHODS;
}
