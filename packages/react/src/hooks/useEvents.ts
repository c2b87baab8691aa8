import { useEffect } from 'react';
import { type Emitting, followEmitter, type Listening } from '../session/followEmitter.ts';
import type { Source } from '../store/Store.ts';
import { useLatest } from './useLatest.ts';

/** Handlers by name, as hooks take them. */
type Handlers = { readonly [name: string]: ((...args: never[]) => void) | undefined };

/**
 * Calls handlers on the events of whatever a store holds now, from the first effects of the component until its last.
 *
 * @param source must be stable between renders
 * @param find the emitter in the store; must be stable between renders
 * @param events the event of each handler
 * @param handlers may be other functions at each render: the newest ones are called
 */
export function useEvents<S extends object>(
	source: Source<S>,
	find: (state: S) => Emitting | null,
	events: Readonly<Record<string, string>>,
	handlers: object,
): void {
	const latest = useLatest(handlers as Handlers);
	const wanted = Object.keys(events)
		.filter((name) => (handlers as Handlers)[name] !== undefined)
		.join();
	useEffect(() => {
		if (wanted === '') return;
		const listeners = wanted
			.split(',')
			.map((name): Listening => [events[name] as never, (...args) => latest.current[name]?.(...(args as never[]))]);
		return followEmitter(source, find, listeners);
	}, [source, find, events, latest, wanted]);
}
