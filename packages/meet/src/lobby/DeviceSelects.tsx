import { Camera, Mic, Volume2 } from 'lucide-react';
import { useDeviceList } from '../devices/useDeviceList.ts';
import { useStore } from '../hooks/useStore.ts';
import { useSession } from '../session/SessionContext.ts';
import { DeviceSelect } from './DeviceSelect.tsx';

/** Camera, microphone and speaker, each with the devices that this machine has. */
export function DeviceSelects() {
	const { camera, microphone, speaker } = useSession();
	const cameraState = useStore(camera);
	const microphoneState = useStore(microphone);
	const speakerId = useStore(speaker);
	const list = useDeviceList(`${cameraState.status} ${microphoneState.status}`);
	return (
		<div className="grid gap-2 lg:grid-flow-col lg:auto-cols-fr">
			<DeviceSelect
				label="Camera"
				icon={<Camera />}
				devices={list.cameras}
				value={cameraState.deviceId}
				onChoose={(id) => void camera.choose(id)}
			/>
			<DeviceSelect
				label="Microphone"
				icon={<Mic />}
				devices={list.microphones}
				value={microphoneState.deviceId}
				onChoose={(id) => void microphone.choose(id)}
			/>
			<DeviceSelect
				label="Speaker"
				icon={<Volume2 />}
				devices={list.speakers}
				value={speakerId}
				onChoose={(id) => speaker.choose(id)}
			/>
		</div>
	);
}
