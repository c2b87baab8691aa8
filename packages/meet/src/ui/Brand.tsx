import { useParameters } from '../parameters/useParameters.ts';

/** Logo and name in the corner of every screen: ours, or the ones that the link names. Nothing when branding is off. */
export function Brand() {
	const { brandingEnabled, brandName, brandLogoURL } = useParameters();
	if (!brandingEnabled) return null;
	return (
		<div className="flex min-w-0 items-center gap-2.5" data-testid="brand">
			{brandLogoURL === undefined ? (
				<Logo className="size-8 shrink-0" />
			) : (
				<img src={brandLogoURL} alt="" className="h-8 max-w-32 shrink-0 object-contain" referrerPolicy="no-referrer" />
			)}
			<span className="truncate text-base font-semibold tracking-tight">{brandName}</span>
		</div>
	);
}

/** The mark: a room with its light on. */
function Logo({ className = 'size-8' }: { className?: string }) {
	return (
		<svg viewBox="0 0 32 32" className={className} aria-hidden="true">
			<rect width="32" height="32" rx="9" className="fill-logo" />
			<rect x="7" y="8" width="18" height="16" rx="4.5" fill="none" stroke="#f4f2ec" strokeWidth="2.6" />
			<circle cx="20" cy="13.5" r="3" fill="#f6b13d" />
		</svg>
	);
}
