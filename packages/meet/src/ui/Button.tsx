import type { ComponentProps } from 'react';

const LOOKS = {
	primary: 'bg-accent text-accent-text hover:bg-accent-hover',
	plain: 'bg-raised text-text hover:bg-pressed',
	danger: 'bg-danger text-white hover:bg-danger-hover',
} as const;

/** A button with words on it. */
export function Button({
	look = 'plain',
	className = '',
	type = 'button',
	...rest
}: ComponentProps<'button'> & { look?: keyof typeof LOOKS }) {
	return (
		<button
			type={type}
			className={`inline-flex h-11 items-center justify-center gap-2 rounded-xl px-5 text-[0.9375rem] font-semibold transition-colors disabled:opacity-60 ${LOOKS[look]} ${className}`}
			{...rest}
		/>
	);
}

/** A button with words, where there is little room. */
export function SmallButton({
	look = 'plain',
	className = '',
	...rest
}: ComponentProps<'button'> & { look?: 'primary' | 'plain' }) {
	return (
		<button
			type="button"
			className={`h-9 shrink-0 rounded-lg px-3.5 text-sm font-semibold transition-colors ${LOOKS[look]} ${className}`}
			{...rest}
		/>
	);
}

/** A link that looks like a button. */
export function LinkButton({
	look = 'plain',
	className = '',
	children,
	...rest
}: ComponentProps<'a'> & { look?: 'primary' | 'plain' }) {
	return (
		<a
			className={`inline-flex h-11 items-center justify-center gap-2 rounded-xl px-5 text-[0.9375rem] font-semibold transition-colors ${LOOKS[look]} ${className}`}
			{...rest}
		>
			{children}
		</a>
	);
}
