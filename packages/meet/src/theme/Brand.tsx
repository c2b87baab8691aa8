import { useParameters } from '../parameters/ParametersContext.ts';
import { Logo } from './Logo.tsx';

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
