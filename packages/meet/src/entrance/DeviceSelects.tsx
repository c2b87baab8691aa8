import { Camera, ChevronDown, Mic, Volume2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from '../base/Store.ts';
import { type ListedDevice, useDeviceList } from '../devices/useDeviceList.ts';
import { useSession } from '../session/SessionContext.ts';

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

interface Props {
	label: string;
	icon: ReactNode;
	devices: readonly ListedDevice[];
	/** Id of the chosen device; the first one when it is not in the list. */
	value: string | undefined;
	onChoose: (id: string) => void;
}

/**
 * One device out of those of its kind, by the browser's own list: a phone shows it as a wheel, and the join screen need not
 * load another. Nothing when there is none to choose from.
 */
function DeviceSelect({ label, icon, devices, value, onChoose }: Props) {
	const first = devices[0];
	if (first === undefined) return null;
	const chosen = devices.find(({ id }) => id === value) ?? first;
	return (
		<div className="relative [&_svg]:pointer-events-none [&_svg]:absolute [&_svg]:top-1/2 [&_svg]:size-4.5 [&_svg]:-translate-y-1/2 [&_svg]:text-soft [&_svg:first-child]:left-3.5 [&_svg:last-child]:right-3.5">
			{icon}
			<select
				aria-label={label}
				value={chosen.id}
				onChange={(event) => onChoose(event.target.value)}
				data-testid={`${label.toLowerCase()}-select`}
				className="h-11 w-full cursor-pointer appearance-none truncate rounded-xl bg-raised pr-10 pl-11 text-sm text-text transition-colors hover:bg-pressed"
			>
				{devices.map((device) => (
					<option key={device.id} value={device.id}>
						{device.label}
					</option>
				))}
			</select>
			<ChevronDown aria-hidden="true" />
		</div>
	);
}
