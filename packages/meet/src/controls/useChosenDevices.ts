import { useCall } from '../call/CallContext.ts';
import { useDeviceList } from '../devices/useDeviceList.ts';
import { useStore } from '../hooks/useStore.ts';
import { useSession } from '../session/SessionContext.ts';
import { useStreamTrack } from '../tiles/useStreamTrack.ts';

/** The devices of this machine, and which camera and microphone are in use or would be. */
export function useChosenDevices() {
	const { meeting } = useCall();
	const session = useSession();
	const camera = useStreamTrack(meeting.localParticipant, 'video');
	const microphone = useStreamTrack(meeting.localParticipant, 'audio');
	const chosenCamera = useStore(session.camera).deviceId;
	const chosenMicrophone = useStore(session.microphone).deviceId;
	const list = useDeviceList(camera ?? microphone);
	return {
		list,
		cameraId: camera?.getSettings().deviceId ?? chosenCamera ?? list.cameras[0]?.id,
		microphoneId: microphone?.getSettings().deviceId ?? chosenMicrophone ?? list.microphones[0]?.id,
	};
}
