/** A camera, microphone or speaker. Labels are empty until the person allowed to use one of its kind. */
export class DeviceInfo {
	readonly deviceId: string;
	readonly groupId: string;
	readonly kind: MediaDeviceKind;
	readonly label: string;

	constructor(deviceId: string, groupId: string, kind: MediaDeviceKind, label: string) {
		this.deviceId = deviceId;
		this.groupId = groupId;
		this.kind = kind;
		this.label = label;
	}
}

/** A camera: its `kind` is `videoinput`. */
export class CameraDeviceInfo extends DeviceInfo {}

/** A microphone: its `kind` is `audioinput`. */
export class MicrophoneDeviceInfo extends DeviceInfo {}

/** A speaker, for `HTMLMediaElement.setSinkId`: its `kind` is `audiooutput`. */
export class PlaybackDeviceInfo extends DeviceInfo {}
