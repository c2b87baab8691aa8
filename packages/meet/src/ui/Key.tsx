/** A key of the keyboard. */
export function Key({ children }: { children: string }) {
	return (
		<kbd className="inline-grid min-w-5 place-items-center rounded-md border border-line bg-raised px-1.5 py-px font-sans text-xs font-semibold text-soft">
			{children}
		</kbd>
	);
}
