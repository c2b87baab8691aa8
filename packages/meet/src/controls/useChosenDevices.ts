import { useDeviceList } from '../devices/useDeviceList.ts';
import { useCall } from '../call/CallContext.ts';
import { useStreamTrack } from '../tiles/useStreamTrack.ts';

/** The devices of this machine, and which camera and microphone are in use. */
export function useChosenDevices() {
	const { meeting } = useCall();
	const camera = useStreamTrack(meeting.localParticipant, 'video');
	const microphone = useStreamTrack(meeting.localParticipant, 'audio');
	const list = useDeviceList(camera ?? microphone);
	return {
		list,
		cameraId: camera?.getSettings().deviceId,
		microphoneId: microphone?.getSettings().deviceId,
	};
}
