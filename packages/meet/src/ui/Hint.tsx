import { Tooltip } from '@base-ui/react/tooltip';
import type { ReactElement } from 'react';
import { Key } from './Key.tsx';

/** A tooltip for a control: what it does and its key. For the eyes: the control itself has a name, a state and `aria-keyshortcuts`. */
export function Hint({ text, shortcut, children }: { text: string; shortcut?: string; children: ReactElement }) {
	return (
		<Tooltip.Root>
			<Tooltip.Trigger render={children} />
			<Tooltip.Portal>
				<Tooltip.Positioner sideOffset={10} className="z-50">
					<Tooltip.Popup
						aria-hidden="true"
						className="floating flex items-center gap-2 rounded-lg! px-2.5 py-1.5 text-[0.8125rem] font-medium"
					>
						{text}
						{shortcut !== undefined && <Key>{shortcut}</Key>}
					</Tooltip.Popup>
				</Tooltip.Positioner>
			</Tooltip.Portal>
		</Tooltip.Root>
	);
}
