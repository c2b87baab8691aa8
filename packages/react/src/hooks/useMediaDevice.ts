import {
	type CameraDeviceInfo,
	type DeviceInfo,
	type MicrophoneDeviceInfo,
	type PermissionKind,
	type PlaybackDeviceInfo,
	type SdkEvents,
	VideoSDK,
} from '@roomcast/client';
import { useEffect } from 'react';
import { useLatest } from './useLatest.ts';

/** Handlers of {@link useMediaDevice}. */
export interface MediaDeviceHandlers {
	/** A device was plugged in or out. */
	readonly onDeviceChanged?: ((devices: Promise<DeviceInfo[]>) => void) | undefined;
}

/** What {@link useMediaDevice} returns. */
export interface MediaDeviceView {
	/** All devices of this machine. Labels are empty before the page was allowed to use one. */
	getDevices(): Promise<DeviceInfo[]>;
	/** The cameras of this machine. */
	getCameras(): Promise<CameraDeviceInfo[]>;
	/** The microphones of this machine. */
	getMicrophones(): Promise<MicrophoneDeviceInfo[]>;
	/** The speakers of this machine, for `AudioPlayer`. */
	getPlaybackDevices(): Promise<PlaybackDeviceInfo[]>;
	/** Whether the page may use microphone and camera, without asking. @throws MeetingError 3073 for another word */
	checkPermissions(permissions?: PermissionKind): Promise<Map<string, boolean>>;
	/** Asks the person for microphone and camera. @throws MeetingError 3073 for another word */
	requestPermission(permissions?: PermissionKind): Promise<Map<string, boolean>>;
}

const DEVICE_METHODS: MediaDeviceView = {
	getDevices: () => VideoSDK.getDevices(),
	getCameras: () => VideoSDK.getCameras(),
	getMicrophones: () => VideoSDK.getMicrophones(),
	getPlaybackDevices: () => VideoSDK.getPlaybackDevices(),
	checkPermissions: (permissions) => VideoSDK.checkPermissions(permissions),
	requestPermission: (permissions) => VideoSDK.requestPermission(permissions),
};

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
