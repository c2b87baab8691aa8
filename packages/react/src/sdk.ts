import {
	type CameraOptions,
	type LogLevelName,
	type MicrophoneOptions,
	type ScreenOptions,
	VideoSDK,
} from '@roomcast/client';

/** Opens a camera. @throws MeetingError 3011 to 3033 when it cannot be opened; 3071 for unknown options */
export function createCameraVideoTrack(options?: CameraOptions): Promise<MediaStream> {
	return VideoSDK.createCameraVideoTrack(options);
}

/** Opens a microphone. @throws MeetingError 3012 to 3034 when it cannot be opened; 3071 for unknown options */
export function createMicrophoneAudioTrack(options?: MicrophoneOptions): Promise<MediaStream> {
	return VideoSDK.createMicrophoneAudioTrack(options);
}

/** Asks for a screen, a window or a tab. @throws MeetingError 3016 when the person cancelled; 3013; 3071 */
export function createScreenShareVideoTrack(options?: ScreenOptions): Promise<MediaStream> {
	return VideoSDK.createScreenShareVideoTrack(options);
}

/** How much the SDK writes on the console. @throws MeetingError 3073 for another word */
export function setLogLevel(level?: LogLevelName): void {
	VideoSDK.setLogLevel(level);
}
