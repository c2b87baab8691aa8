import { type ComponentProps, useId } from 'react';

/** A one-line text field with its label above. */
export function TextField({ label, className = '', ...rest }: ComponentProps<'input'> & { label: string }) {
	const id = useId();
	return (
		<div className={className}>
			<label htmlFor={id} className="mb-1.5 block text-sm font-medium text-soft">
				{label}
			</label>
			<input
				id={id}
				type="text"
				autoComplete="off"
				className="h-12 w-full rounded-xl border border-line bg-surface px-4 text-base text-text placeholder:text-soft focus-visible:border-ring focus-visible:outline-1 focus-visible:outline-offset-0"
				{...rest}
			/>
		</div>
	);
}
