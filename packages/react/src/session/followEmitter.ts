import type { AnyListener } from '@roomcast/client';
import type { Source } from '../store/Store.ts';

/** As much of an emitter of the SDK as is needed here. */
export interface Emitting {
	on(event: never, listener: AnyListener): void;
	off(event: never, listener: AnyListener): void;
}

/** An event and who hears it. */
export type Listening = readonly [event: never, listener: AnyListener];

/**
 * Listens to whatever emitter a store holds now.
 *
 * @param find the emitter in the store
 * @returns ends it
 */
export function followEmitter<S extends object>(
	source: Source<S>,
	find: (state: S) => Emitting | null,
	listeners: readonly Listening[],
): () => void {
	let followed: Emitting | null = null;
	const follow = (next: Emitting | null) => {
		if (next === followed) return;
		for (const [event, listener] of listeners) followed?.off(event, listener);
		followed = next;
		for (const [event, listener] of listeners) followed?.on(event, listener);
	};
	const refollow = () => follow(find(source.get()));
	const stop = source.subscribe(refollow);
	refollow();
	return () => {
		stop();
		follow(null);
	};
}
