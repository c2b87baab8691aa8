import type { ComponentProps } from 'react';

const LOOKS = {
	primary: 'bg-accent text-accent-text hover:bg-accent-hover',
	plain: 'bg-raised text-text hover:bg-pressed',
} as const;

/** A link that looks like a button. */
export function LinkButton({
	look = 'plain',
	className = '',
	children,
	...rest
}: ComponentProps<'a'> & { look?: keyof typeof LOOKS }) {
	return (
		<a
			className={`inline-flex h-11 items-center justify-center gap-2 rounded-xl px-5 text-[0.9375rem] font-semibold transition-colors ${LOOKS[look]} ${className}`}
			{...rest}
		>
			{children}
		</a>
	);
}
