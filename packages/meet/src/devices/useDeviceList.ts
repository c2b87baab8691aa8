import { useEffect, useState } from 'react';
import { loadSdk } from './loadSdk.ts';

/** A device as menus show it. */
export interface ListedDevice {
	readonly id: string;
	readonly label: string;
}

export interface DeviceList {
	readonly cameras: readonly ListedDevice[];
	readonly microphones: readonly ListedDevice[];
	readonly speakers: readonly ListedDevice[];
}

interface RawDevice {
	readonly deviceId: string;
	readonly label: string;
}

const none: DeviceList = { cameras: [], microphones: [], speakers: [] };

/** Whether this browser can play through another device than the system's. */
const canChooseSpeaker = 'setSinkId' in HTMLMediaElement.prototype;

function listed(devices: readonly RawDevice[], what: string): ListedDevice[] {
	// Without permission browsers list one nameless device of each kind, or hide their ids: nothing to choose from yet.
	return devices
		.filter(({ deviceId }) => deviceId !== '')
		.map(({ deviceId, label }, index) => ({ id: deviceId, label: label || `${what} ${index + 1}` }));
}

/**
 * The cameras, microphones and speakers of this machine, followed as they are plugged in and out.
 *
 * @param opened changes when a device was opened: only then does the browser tell their names
 */
export function useDeviceList(opened: unknown): DeviceList {
	const [list, setList] = useState(none);
	// biome-ignore lint/correctness/useExhaustiveDependencies: After each device that was opened the names have to be asked for again.
	useEffect(() => {
		let current = true;
		const look = async () => {
			const [cameras, microphones, speakers] = await loadSdk()
				.then((sdk) =>
					Promise.all([sdk.getCameras(), sdk.getMicrophones(), canChooseSpeaker ? sdk.getPlaybackDevices() : []]),
				)
				.catch(() => [[], [], []]);
			if (!current) return;
			setList({
				cameras: listed(cameras, 'Camera'),
				microphones: listed(microphones, 'Microphone'),
				speakers: listed(speakers, 'Speaker'),
			});
		};
		const changed = () => void look();
		void look();
		const followed = loadSdk().then(
			(sdk) => {
				if (!current) return () => {};
				sdk.on('device-changed', changed);
				return () => sdk.off('device-changed', changed);
			},
			() => () => {},
		);
		return () => {
			current = false;
			void followed.then((stop) => stop());
		};
	}, [opened]);
	return list;
}
