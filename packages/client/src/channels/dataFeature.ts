import type { Emits } from '../events/Emitter.ts';
import type { Feature, Preconditions } from '../feature/Feature.ts';
import type { DataChannels } from './DataChannels.ts';
import type { DataPayload } from './payload.ts';
import type { DataMessage, Reliability } from './types.ts';

/** Messages over data channels. */
export interface DataMethods {
	/**
	 * Sends a message to everybody else who is there now, over a data channel: without the server's store, in as little time
	 * as a packet takes.
	 *
	 * @param payload at most 15 KiB
	 * @param options `RELIABLE` (the default) arrives whole and in order; `UNRELIABLE` may be lost or overtaken
	 * @returns whether it was sent: an unreliable one may be left out when the network does not keep up
	 * @throws MeetingError 3066 in a mode that does not send; 3068 or 3073 for what cannot be sent; 3072 when it is too
	 *   large; 3048 while media is made again; 3070 when it fails
	 */
	send(payload: DataPayload, options?: { reliability?: Reliability }): Promise<boolean>;
}

/** Events of a meeting about data. */
export interface DataEvents {
	/** A message that somebody sent with `send`. */
	data: [DataMessage];
}

/** Sends and receives data. @internal */
export function dataFeature(
	channels: DataChannels,
	preconditions: Preconditions,
	events: Emits<DataEvents>,
): Feature<DataMethods, 'data-consumer-added' | 'data-consumer-closed'> {
	channels.on('data', (message) => events.emit('data', message));
	return {
		methods: {
			async send(payload, options = {}) {
				preconditions.requireSending();
				return channels.send(payload, options.reliability ?? 'RELIABLE');
			},
		},
		notifications: {
			'data-consumer-added': ({ dataConsumer }) => channels.handleOffered(dataConsumer),
			'data-consumer-closed': ({ dataConsumerId }) => channels.handleClosed(dataConsumerId),
		},
		lifecycle: {
			mediaStarted: ({ dataConsumers }) => channels.handleMediaStarted(dataConsumers),
			listenerAdded: (event) => {
				if (event === 'data') channels.expect();
			},
			closed: () => channels.close(),
		},
	};
}
