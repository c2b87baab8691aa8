import type { PubSubMessage } from '../contract/types.ts';

/** A message of a topic: the name of it in the VideoSDK JavaScript SDK. */
export type message = PubSubMessage;

/** Options of `publish`. */
export interface PublishOptions {
	/** Keeps the message for the session: those who subscribe later get it too. */
	persist?: boolean;
	/** Ids of the participants that get it; everybody where not given. */
	sendOnly?: string[];
}

/** What a subscriber wants to hear. */
export interface PubSubListeners {
	/** Once for every new message. */
	onMessageReceived?: (message: PubSubMessage) => void;
	/** The same messages in groups, at most one every 500 ms. */
	onBatchReceived?: (messages: PubSubMessage[]) => void;
	/** Messages that were kept, oldest first, in one call or several; `isLast` at the last. */
	onOldMessagesReceived?: (messages: PubSubMessage[], info: { isLast: boolean }) => void;
	/** Messages were left out because more came than the options allow. */
	onMessageDrop?: (info: { droppedCount: number }) => void;
}

/** Options of `subscribe`; null is as good as nothing. */
export type SubscribeOptions = { [K in keyof Subscription]?: Subscription[K] | null };

/** The kept messages, as `subscribe` gives them to a single callback: the array, which also has itself as `messages`. */
export type OldMessages = PubSubMessage[] & { readonly messages: PubSubMessage[] };

/** The options of `subscribe` that were given. */
export interface Subscription {
	/** How many kept messages at most, the newest ones; all where not given, none with 0. */
	oldMessageLimit?: number;
	/** What happens with more messages than `newMessageLimit`: wait for the next 500 ms (default), or be left out. */
	realtimeOverflow?: 'queue' | 'drop';
	/** How many groups of `newMessageLimit` messages may wait: 1 to 200, 70 where not given. The oldest are left out. */
	maxQueue?: number;
	/** How many new messages are given in 500 ms; all where not given. */
	newMessageLimit?: number;
}
