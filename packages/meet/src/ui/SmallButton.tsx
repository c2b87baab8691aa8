import type { ComponentProps } from 'react';

const LOOKS = {
	primary: 'bg-accent text-accent-text hover:bg-accent-hover',
	plain: 'bg-raised text-text hover:bg-pressed',
} as const;

/** A button with words, where there is little room. */
export function SmallButton({
	look = 'plain',
	className = '',
	...rest
}: ComponentProps<'button'> & { look?: keyof typeof LOOKS }) {
	return (
		<button
			type="button"
			className={`h-9 shrink-0 rounded-lg px-3.5 text-sm font-semibold transition-colors ${LOOKS[look]} ${className}`}
			{...rest}
		/>
	);
}
