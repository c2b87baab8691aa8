import { Tooltip } from '@base-ui/react/tooltip';
import type { ComponentProps, ReactElement, ReactNode } from 'react';
import { useStore } from '../base/Store.ts';
import { letterKeys } from './useShortcuts.ts';

const LOOKS = {
	/** On, or nothing to switch. */
	plain: 'bg-raised text-text hover:bg-pressed',
	/** Switched off: the state that is regretted most when it is overlooked. */
	off: 'bg-danger text-white hover:bg-danger-hover',
	/** Running and worth to be noticed. */
	live: 'bg-accent text-accent-text hover:bg-accent-hover',
} as const;

interface Props extends ComponentProps<'button'> {
	/** Name of the control. One that switches keeps its name: its state is `aria-pressed`. */
	label: string;
	/** What a click does now, where the name does not say it. */
	hint?: string;
	shortcut?: string;
	look?: keyof typeof LOOKS;
	icon: ReactNode;
}

/** A square button of the control bar. */
export function ControlButton({ label, hint = label, shortcut, look = 'plain', icon, className = '', ...rest }: Props) {
	const key = useStore(letterKeys) ? shortcut : undefined;
	return (
		<Hint text={hint} {...(key === undefined ? {} : { shortcut: key })}>
			<button
				type="button"
				aria-label={label}
				aria-keyshortcuts={key}
				className={`grid h-12 w-12 shrink-0 place-items-center rounded-2xl transition-colors sm:w-13 [&_svg]:size-5.5 ${LOOKS[look]} ${className}`}
				{...rest}
			>
				{icon}
			</button>
		</Hint>
	);
}

/** A tooltip for a control: what it does and its key. For the eyes: the control itself has a name, a state and `aria-keyshortcuts`. */
function Hint({ text, shortcut, children }: { text: string; shortcut?: string; children: ReactElement }) {
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

/** A key of the keyboard. */
export function Key({ children }: { children: string }) {
	return (
		<kbd className="inline-grid min-w-5 place-items-center rounded-md border border-line bg-raised px-1.5 py-px font-sans text-xs font-semibold text-soft">
			{children}
		</kbd>
	);
}
