import { useMemo, useSyncExternalStore } from 'react';
import type { Source } from './Store.ts';
import { TrackedView } from './TrackedView.ts';

/**
 * Reads a store; the component renders again when something changed that it has read from the result, and only then.
 *
 * @param source must be stable between renders
 * @param fixed what the result has beside the values; must be stable between renders
 */
export function useTracked<S extends object, M extends object>(source: Source<S>, fixed: M): Readonly<S> & M {
	const view = useMemo(() => new TrackedView(source, fixed), [source, fixed]);
	return useSyncExternalStore(source.subscribe, view.current, view.current);
}
