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
