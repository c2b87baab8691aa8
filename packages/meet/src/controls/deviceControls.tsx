import { Camera, CameraOff, Mic, MicOff } from 'lucide-react';
import { useStore } from '../base/Store.ts';
import { useDeviceList } from '../devices/useDeviceList.ts';
import { useCall } from '../meeting/CallContext.ts';
import type { Actions } from '../meeting/useActions.ts';
import { useParticipant, useStreamTrack } from '../meeting/useParticipant.ts';
import { useSession } from '../session/SessionContext.ts';
import { ControlButton } from '../ui/ControlButton.tsx';
import { MenuChoice, MenuLine, SplitControl } from '../ui/ControlMenu.tsx';

/** Camera on and off, and which one. */
export function CameraControl({ actions }: { actions: Actions }) {
	const { meeting } = useCall();
	const { webcamOn } = useParticipant(meeting.localParticipant);
	const { list, cameraId } = useChosenDevices();
	return (
		<SplitControl
			menuLabel="Choose camera"
			menu={
				<MenuChoice
					heading="Camera"
					choices={list.cameras}
					value={cameraId}
					onChoose={(id) => actions.chooseDevice('camera', id)}
				/>
			}
			button={
				<ControlButton
					label="Camera"
					hint={webcamOn ? 'Turn camera off' : 'Turn camera on'}
					shortcut="V"
					look={webcamOn ? 'plain' : 'off'}
					icon={webcamOn ? <Camera /> : <CameraOff />}
					aria-pressed={webcamOn}
					onClick={actions.toggleCamera}
					data-testid="camera-button"
				/>
			}
		/>
	);
}

/** Microphone on and off, which one, and where the others are heard. */
export function MicControl({ actions }: { actions: Actions }) {
	const { meeting } = useCall();
	const { speaker } = useSession();
	const { micOn } = useParticipant(meeting.localParticipant);
	const { list, microphoneId } = useChosenDevices();
	const speakerId = useStore(speaker) ?? list.speakers[0]?.id;
	return (
		<SplitControl
			menuLabel="Choose microphone and speaker"
			menu={
				<>
					<MenuChoice
						heading="Microphone"
						choices={list.microphones}
						value={microphoneId}
						onChoose={(id) => actions.chooseDevice('microphone', id)}
					/>
					{list.speakers.length > 0 && <MenuLine />}
					<MenuChoice
						heading="Speaker"
						choices={list.speakers}
						value={speakerId}
						onChoose={(id) => speaker.choose(id)}
					/>
				</>
			}
			button={
				<ControlButton
					label="Microphone"
					hint={micOn ? 'Mute' : 'Unmute'}
					shortcut="M"
					look={micOn ? 'plain' : 'off'}
					icon={micOn ? <Mic /> : <MicOff />}
					aria-pressed={micOn}
					onClick={actions.toggleMic}
					data-testid="mic-button"
				/>
			}
		/>
	);
}

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
