import { useCallback } from 'react';
import { useSnapshot } from '../hooks/useSnapshot.ts';

/** A window in which a panel has its place beside the tiles: the `md` of the styles of `SidePanel`. */
const WIDE = '(min-width: 48rem)';

/** Whether a panel that is open covers the call: then nothing below it can be used, by key or by finger. */
export function useCovered(open: boolean): boolean {
	const narrow = useSnapshot(
		useCallback((changed) => {
			const wide = matchMedia(WIDE);
			wide.addEventListener('change', changed);
			return () => wide.removeEventListener('change', changed);
		}, []),
		useCallback(() => !matchMedia(WIDE).matches, []),
	);
	return open && narrow;
}
