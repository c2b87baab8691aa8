import { MeetingError } from '../errors/MeetingError.ts';
import type { MeetingParts } from './MeetingParts.ts';
import type { MeetingSettings } from './options.ts';

/** Longest that a camera waits at the join until the others arrive, in ms. */
const CAMERA_PATIENCE = 400;

/**
 * Opens microphone and camera while the join is under way. Should we not get in, they are given back with all that is
 * open when the meeting closes.
 *
 * @param failed told of a device that cannot be opened or sent: that is no reason not to be in
 * @returns sends them; call it when we are in
 */
export function openDevices(
	settings: MeetingSettings,
	parts: MeetingParts,
	failed: (error: MeetingError) => void,
): () => void {
	const { micEnabled, webcamEnabled, customMicrophone, customCamera, mode } = settings;
	const { microphone, webcam, media } = parts;
	const wanted = mode === 'SEND_AND_RECV';
	const mic = wanted && micEnabled ? microphone.openAhead(customMicrophone) : null;
	const camera = wanted && webcamEnabled ? webcam.openAhead(customCamera) : null;
	const tell = (error: unknown) => {
		const failure = MeetingError.from(error, 'ERROR_MEDIA_NOT_READY');
		// Who turned it off, or left, knows.
		if (failure.name !== 'ERROR_OPERATION_ABORTED') failed(failure);
	};
	return () => {
		mic?.publish(async () => {}).catch(tell);
		// Starting the encoders of a camera takes what the first pictures of the others need.
		camera?.publish(() => media.receiving(CAMERA_PATIENCE)).catch(tell);
	};
}
