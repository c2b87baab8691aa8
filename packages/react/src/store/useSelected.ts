import { useRef, useSyncExternalStore } from 'react';
import type { Source } from './Store.ts';
import { sameValue } from './sameValue.ts';

/**
 * Reads what a function makes of a store; the component renders again when that changes.
 *
 * @param source must be stable between renders
 * @param select may be another function at each render, and may make a new array or object
 * @param equal when two results are the same
 */
export function useSelected<S extends object, T>(
	source: Source<S>,
	select: (state: S) => T,
	equal: (a: T, b: T) => boolean = sameValue,
): T {
	const last = useRef<{ value: T } | null>(null);
	let seen: { state: S; value: T } | undefined;
	const read = () => {
		const state = source.get();
		if (seen?.state === state) return seen.value;
		const value = select(state);
		if (last.current === null || !equal(last.current.value, value)) last.current = { value };
		seen = { state, value: last.current.value };
		return seen.value;
	};
	return useSyncExternalStore(source.subscribe, read, read);
}
