import type { ComponentProps } from 'react';

/** A link that looks like a quiet button. */
export function LinkButton({ className = '', children, ...rest }: ComponentProps<'a'>) {
	return (
		<a
			className={`inline-flex h-11 items-center justify-center gap-2 rounded-xl bg-raised px-5 text-[0.9375rem] font-semibold text-text transition-colors hover:bg-pressed ${className}`}
			{...rest}
		>
			{children}
		</a>
	);
}
