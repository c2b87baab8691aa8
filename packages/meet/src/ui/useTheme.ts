import { useEffect, useSyncExternalStore } from 'react';
import type { Theme } from '../parameters/table.ts';

const DARK = '(prefers-color-scheme: dark)';

const followSystem = (changed: () => void) => {
	const query = matchMedia(DARK);
	query.addEventListener('change', changed);
	return () => query.removeEventListener('change', changed);
};

/** Puts the theme on the document: the one asked for, or the system's, also when that changes during the call. */
export function useTheme(theme: Theme): void {
	const systemDark = useSyncExternalStore(followSystem, () => matchMedia(DARK).matches);
	const dark = theme === 'DEFAULT' ? systemDark : theme === 'DARK';
	useEffect(() => {
		document.documentElement.dataset.theme = dark ? 'dark' : 'light';
	}, [dark]);
}
