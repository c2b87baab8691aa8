import { Select } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';
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

/** One device out of those of its kind. Nothing when there is none to choose from. */
export function DeviceSelect({ label, icon, devices, value, onChoose }: Props) {
	const first = devices[0];
	if (first === undefined) return null;
	const chosen = devices.find(({ id }) => id === value) ?? first;
	return (
		<Select.Root
			items={devices.map(({ id, label: text }) => ({ value: id, label: text }))}
			value={chosen.id}
			onValueChange={(id) => id !== null && onChoose(id)}
		>
			<Select.Trigger
				aria-label={label}
				data-testid={`${label.toLowerCase()}-select`}
				className="flex h-11 w-full min-w-0 items-center gap-3 rounded-xl bg-raised px-3.5 text-left text-sm transition-colors hover:bg-pressed [&_svg]:size-4.5 [&_svg]:shrink-0 [&_svg]:text-soft"
			>
				{icon}
				<Select.Value className="grow truncate" />
				<Select.Icon>
					<ChevronDown />
				</Select.Icon>
			</Select.Trigger>
			<Select.Portal>
				<Select.Positioner sideOffset={6} alignItemWithTrigger={false} className="z-40">
					<Select.Popup className="floating max-h-(--available-height) w-(--anchor-width) overflow-y-auto p-1.5">
						<Select.List>
							{devices.map((device) => (
								<Select.Item key={device.id} value={device.id} className="floating-item">
									<Select.ItemText className="grow truncate">{device.label}</Select.ItemText>
									<Select.ItemIndicator>
										<Check className="size-4 text-accent-ink" />
									</Select.ItemIndicator>
								</Select.Item>
							))}
						</Select.List>
					</Select.Popup>
				</Select.Positioner>
			</Select.Portal>
		</Select.Root>
	);
}
