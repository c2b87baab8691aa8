import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ListedDevice } from '../devices/useDeviceList.ts';

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
export function DeviceSelect({ label, icon, devices, value, onChoose }: Props) {
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
