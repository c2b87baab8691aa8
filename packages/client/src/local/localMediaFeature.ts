import type { CameraDeviceInfo, MicrophoneDeviceInfo } from '../devices/DeviceInfo.ts';
import { listDevices } from '../devices/devices.ts';
import { MeetingError } from '../errors/MeetingError.ts';
import type { Emits } from '../events/Emitter.ts';
import type { Feature, Preconditions } from '../feature/Feature.ts';
import { qualityOf } from '../participants/quality.ts';
import type { QualityWord } from '../participants/types.ts';
import type { LocalMedia } from './LocalMedia.ts';
import type { MicrophoneControl } from './MicrophoneControl.ts';
import type { ScreenControl } from './ScreenControl.ts';
import type { WebcamControl } from './WebcamControl.ts';

/** Microphone, camera and screen of this machine. */
export interface LocalMediaMethods {
	/** The camera in use, or the last one; null before there was one, which the type does not say. */
	readonly selectedCameraDevice: CameraDeviceInfo;
	/** The microphone in use, or the last one; null before there was one, which the type does not say. */
	readonly selectedMicrophoneDevice: MicrophoneDeviceInfo;

	/** Mutes the microphone. @throws MeetingError 3054 when it is muted */
	muteMic(): Promise<void>;

	/**
	 * Unmutes the microphone, opening it first if need be.
	 *
	 * @param customAudioTrack sent in the place of the microphone
	 * @throws MeetingError 3054 when it is on; 3012 to 3034 when it cannot be opened; 3058 when it cannot be sent
	 */
	unmuteMic(customAudioTrack?: MediaStream): Promise<void>;

	/**
	 * Turns the camera on.
	 *
	 * @param customVideoTrack sent in the place of the camera
	 * @throws MeetingError 3054 when it is on; 3011 to 3033 when it cannot be opened; 3049 when it cannot be sent
	 */
	enableWebcam(customVideoTrack?: MediaStream): Promise<void>;

	/** Turns the camera off, light included. @throws MeetingError 3054 when it is off */
	disableWebcam(): Promise<void>;

	/**
	 * Sends another video track in the place of the camera's, without a gap.
	 *
	 * @throws MeetingError 3062 when the camera is off; 3029 when the stream has no live video track
	 */
	replaceWebcamStream(stream: MediaStream): Promise<void>;

	/**
	 * Shares a screen, a window or a tab; the browser asks which.
	 *
	 * @param customScreenSharingTrack a stream of `createScreenShareVideoTrack`, or any other
	 * @throws MeetingError 3054 when one is shared; 3016 when the person cancelled; 3061 when it cannot be sent
	 */
	enableScreenShare(customScreenSharingTrack?: MediaStream): Promise<void>;

	/** Ends sharing the screen. @throws MeetingError 3054 when none is shared */
	disableScreenShare(): Promise<void>;

	/**
	 * Limits the size of the camera that is sent.
	 *
	 * @throws MeetingError 3062 when it is off; 3063 when the browser refuses; 3073 for another word
	 */
	setWebcamQuality(quality: QualityWord): Promise<void>;

	/** The microphones of this machine. */
	getMics(): Promise<{ deviceId: string; label: string }[]>;

	/** The cameras of this machine. */
	getWebcams(): Promise<{ deviceId: string; label: string; facingMode: 'front' | 'environment' }[]>;

	/**
	 * Sends another microphone, or the app's own track. While it was never on, the device is only chosen.
	 *
	 * @throws MeetingError 3012 to 3034 when it cannot be opened
	 */
	changeMic(to: string | MediaStream): Promise<void>;

	/**
	 * Sends another camera, or the app's own track. While it is off, a device is only chosen; a track turns it on.
	 *
	 * @throws MeetingError 3011 to 3033 when it cannot be opened
	 */
	changeWebcam(to: string | MediaStream): Promise<void>;
}

/** What is sent, and from where. @internal */
export interface LocalMediaParts {
	readonly local: LocalMedia;
	readonly microphone: MicrophoneControl;
	readonly webcam: WebcamControl;
	readonly screen: ScreenControl;
}

/** Sends microphone, camera and screen. @internal */
export function localMediaFeature(
	{ local, microphone, webcam, screen }: LocalMediaParts,
	preconditions: Preconditions,
	events: Emits<{ error: [MeetingError] }>,
): Feature<LocalMediaMethods> {
	const fail = (error: MeetingError) => events.emit('error', error);
	local.on('error', fail);
	microphone.on('error', fail);
	webcam.on('error', fail);
	/** Only where the mode lets us send. */
	const sending =
		<A extends unknown[]>(action: (...args: A) => void | Promise<void>) =>
		async (...args: A): Promise<void> => {
			preconditions.requireSending();
			await action(...args);
		};
	return {
		methods: {
			get selectedCameraDevice() {
				return webcam.device as CameraDeviceInfo;
			},
			get selectedMicrophoneDevice() {
				return microphone.device as MicrophoneDeviceInfo;
			},
			muteMic: sending(() => microphone.mute()),
			unmuteMic: sending((custom?: MediaStream) => microphone.unmute(custom)),
			enableWebcam: sending((custom?: MediaStream) => webcam.enable(custom)),
			disableWebcam: sending(() => webcam.disable()),
			replaceWebcamStream: sending((stream: MediaStream) => {
				if (!local.get('video')) throw MeetingError.of('ERROR_WEBCAM_NOT_ENABLED');
				return webcam.change(stream);
			}),
			enableScreenShare: sending((custom?: MediaStream) => screen.enable(custom)),
			disableScreenShare: sending(() => screen.disable()),
			setWebcamQuality: sending((word: QualityWord) => webcam.setQuality(qualityOf(word))),
			async getMics() {
				return (await listDevices('audioinput')).map(({ deviceId, label }) => ({ deviceId, label }));
			},
			async getWebcams() {
				return (await listDevices('videoinput')).map(({ deviceId, label }) => ({
					deviceId,
					label,
					facingMode: /back|rear|environment/i.test(label) ? 'environment' : 'front',
				}));
			},
			changeMic: sending((to: string | MediaStream) => microphone.change(to)),
			changeWebcam: sending((to: string | MediaStream) => webcam.change(to)),
		},
		notifications: {},
	};
}
