import type { Feature, Preconditions } from '../feature/Feature.ts';
import type { RequestOf } from '../signalling/Connection.ts';
import { RealtimeStore, type StoreRequests } from './RealtimeStore.ts';

/** Values that everybody shares. */
export interface StoreMethods {
	/** Small values that everybody in the session shares. */
	readonly realtimeStore: RealtimeStore;
}

/** Shares values. @internal */
export function storeFeature(
	request: RequestOf<StoreRequests>,
	preconditions: Preconditions,
): Feature<StoreMethods, 'store-changed'> {
	const realtimeStore = new RealtimeStore(request, () => preconditions.requireJoined());
	return {
		methods: {
			get realtimeStore() {
				return realtimeStore;
			},
		},
		notifications: {
			'store-changed': ({ key, value, updatedBy }) => realtimeStore.handleChanged(key, value, updatedBy),
		},
		lifecycle: { sessionStarted: () => realtimeStore.handleNewSession(), closed: () => realtimeStore.close() },
	};
}
