import type { ComponentProps, ReactNode } from 'react';
import { useStore } from '../hooks/useStore.ts';
import { Hint } from '../ui/Hint.tsx';
import { letterKeys } from './LetterKeys.ts';

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
