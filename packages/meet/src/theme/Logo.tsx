/** The mark: a room with its light on. */
export function Logo({ className = 'size-8' }: { className?: string }) {
	return (
		<svg viewBox="0 0 32 32" className={className} aria-hidden="true">
			<rect width="32" height="32" rx="9" className="fill-logo" />
			<rect x="7" y="8" width="18" height="16" rx="4.5" fill="none" stroke="#f4f2ec" strokeWidth="2.6" />
			<circle cx="20" cy="13.5" r="3" fill="#f6b13d" />
		</svg>
	);
}
