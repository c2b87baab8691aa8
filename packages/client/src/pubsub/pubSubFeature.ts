import type { PubSubMessage } from '../contract/types.ts';
import type { Feature, Preconditions } from '../feature/Feature.ts';
import type { RequestOf } from '../signalling/Connection.ts';
import { PubSub, type PubSubRequests } from './PubSub.ts';

/** Messages by topic. */
export interface PubSubMethods {
	/** Messages by topic. */
	readonly pubSub: PubSub;
}

/** Publishes and receives messages by topic. @internal */
export function pubSubFeature(
	request: RequestOf<PubSubRequests>,
	preconditions: Preconditions,
): Feature<PubSubMethods, 'message'> {
	const pubSub = new PubSub(request, () => preconditions.requireJoined());
	return {
		methods: {
			get pubSub() {
				return pubSub;
			},
		},
		notifications: { message: ({ message }) => pubSub.handleMessage(message as PubSubMessage) },
		lifecycle: { sessionStarted: () => pubSub.handleNewSession(), closed: () => pubSub.close() },
	};
}
