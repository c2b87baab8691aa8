import { useEffect, useMemo } from 'react';
import { requireMeeting } from '../session/requireMeeting.ts';
import { useSession } from '../session/SessionContext.ts';
import { Store } from '../store/Store.ts';
import { useTracked } from '../store/useTracked.ts';
import { useJoinedMeeting } from './useJoinedMeeting.ts';
import { useLatest } from './useLatest.ts';

/** Handlers of {@link useRealtimeStore}. */
export interface RealtimeStoreHandlers {
	/** The value is another: null when it was removed. `updatedBy` is the id of a participant. */
	readonly onValueChanged?: ((change: { value: string | null; updatedBy: string }) => void) | undefined;
}

/** What {@link useRealtimeStore} returns. */
export interface RealtimeStoreView {
	/** The value; null while there is none, and outside of a meeting. Roomcast's own. */
	readonly value: string | null;
	/**
	 * Sets the value for everybody; null removes it.
	 *
	 * @param value at most 1 KB as JSON
	 * @throws MeetingError 3035 outside of a meeting; what `realtimeStore.setValue` of a meeting says
	 */
	setValue(value: string | null): Promise<void>;
	/** Asks the server for the value. @throws MeetingError as `setValue` */
	getValue(): Promise<string | null>;
}

const NONE: RealtimeStoreHandlers = {};

/**
 * A small value that everybody in the session shares. A component that does not read `value` is not rendered again for it.
 *
 * @param handlers are called on changes; they may be other functions at each render
 * @throws Error outside of a `MeetingProvider`
 */
export function useRealtimeStore(key: string, handlers: RealtimeStoreHandlers = NONE): RealtimeStoreView {
	const session = useSession();
	const meeting = useJoinedMeeting();
	const latest = useLatest(handlers);
	const store = useMemo(() => new Store<{ value: string | null }>({ value: null }), []);
	const methods = useMemo(
		(): Omit<RealtimeStoreView, 'value'> => ({
			setValue: async (value) => requireMeeting(session.meeting).realtimeStore.setValue(key, value),
			getValue: async () => requireMeeting(session.meeting).realtimeStore.getValue(key),
		}),
		[session, key],
	);
	useEffect(() => {
		if (meeting === null) return;
		const { realtimeStore } = meeting;
		let [over, changed] = [false, false];
		const observed = realtimeStore.observe(key, ({ value, updatedBy }) => {
			if (over) return;
			changed = true;
			store.set({ value });
			latest.current.onValueChanged?.({ value, updatedBy });
		});
		observed
			.then(() => realtimeStore.getValue(key))
			.then((value) => {
				if (!over && !changed) store.set({ value });
			})
			.catch((error) => {
				if (!over) session.report(error);
			});
		return () => {
			over = true;
			store.set({ value: null });
			// A meeting that is over observes nothing any more.
			observed.then((id) => realtimeStore.stopObserving(id)).catch(() => {});
		};
	}, [session, meeting, key, store, latest]);
	return useTracked(store, methods);
}
