import { MeetingError } from '../errors/MeetingError.ts';
import type { MeetingParts } from './MeetingParts.ts';
import type { MeetingSettings } from './options.ts';

/** Longest that a camera waits at the join until the others arrive, in ms. */
const CAMERA_PATIENCE = 400;

/** Microphone and camera that are being opened for a join. */
export interface JoinDevices {
	/** We are in: sends them. */
	start(): void;
	/** We are not: gives them back. */
	cancel(): void;
}

/**
 * Opens microphone and camera while the join is under way.
 *
 * @param failed told of a device that cannot be opened or sent: that is no reason not to be in
 */
export function openDevices(
	settings: MeetingSettings,
	parts: MeetingParts,
	failed: (error: MeetingError) => void,
): JoinDevices {
	const { micEnabled, webcamEnabled, customMicrophone, customCamera, mode } = settings;
	const { microphone, webcam, media } = parts;
	const wanted = mode === 'SEND_AND_RECV';
	const opened = [
		...(wanted && micEnabled ? [{ control: microphone, track: microphone.open(customMicrophone) }] : []),
		...(wanted && webcamEnabled ? [{ control: webcam, track: webcam.open(customCamera) }] : []),
	];
	for (const { track } of opened) track.catch(() => {});
	return {
		start: () => {
			for (const { control, track } of opened)
				control
					.run(async () => {
						const open = await track;
						// Starting the encoders of a camera takes what the first pictures of the others need.
						if (control === webcam) await media.receiving(CAMERA_PATIENCE);
						await control.publish(open);
					})
					.catch((error) => failed(MeetingError.from(error, 'ERROR_MEDIA_NOT_READY')));
		},
		cancel: () => {
			for (const { track } of opened)
				track.then(
					(open) => open.track.stop(),
					() => {},
				);
		},
	};
}
