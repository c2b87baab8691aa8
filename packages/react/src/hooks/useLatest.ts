import { useInsertionEffect, useRef } from 'react';

/** The newest value that a component was rendered with, for handlers that run later. */
export function useLatest<T>(value: T): { readonly current: T } {
	const latest = useRef(value);
	// Before any effect of this or another component can call a handler.
	useInsertionEffect(() => {
		latest.current = value;
	});
	return latest;
}
