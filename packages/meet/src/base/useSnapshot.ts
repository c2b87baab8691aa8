import { useCallback, useRef, useSyncExternalStore } from 'react';

type Equal<T> = (a: T, b: T) => boolean;

/**
 * Reads something that lives outside React and renders again when it changes.
 *
 * @param subscribe calls back on every change and returns how to stop; must be stable between renders
 * @param read the value now; may build a new object each time
 * @param equal when two values are the same, so that a new object with the old contents renders nothing
 */
export function useSnapshot<T>(
	subscribe: (changed: () => void) => () => void,
	read: () => T,
	equal: Equal<T> = Object.is,
): T {
	const cache = useRef<{ value: T } | undefined>(undefined);
	const snapshot = useCallback(() => {
		const value = read();
		if (cache.current === undefined || !equal(cache.current.value, value)) cache.current = { value };
		return cache.current.value;
	}, [read, equal]);
	return useSyncExternalStore(subscribe, snapshot);
}

/** Whether two lists hold the same things in the same order. */
export function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
	return a.length === b.length && a.every((item, index) => Object.is(item, b[index]));
}

/** Whether two flat objects hold the same values. */
export function sameFields<T extends object>(a: T, b: T): boolean {
	const keys = Object.keys(a) as (keyof T)[];
	return keys.length === Object.keys(b).length && keys.every((key) => Object.is(a[key], b[key]));
}

/** Anything with the SDK's `on` and `off`. */
export interface Source<E extends string> {
	on(event: E, listener: () => void): unknown;
	off(event: E, listener: () => void): unknown;
}

/** Listens to several events of one source; the returned function stops it. */
export function listen<E extends string>(source: Source<E>, events: readonly E[], listener: () => void): () => void {
	for (const event of events) source.on(event, listener);
	return () => {
		for (const event of events) source.off(event, listener);
	};
}
