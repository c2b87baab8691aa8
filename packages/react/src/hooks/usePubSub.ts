import type { PublishOptions, PubSubListeners, PubSubMessage, SubscribeOptions } from '@roomcast/client';
import { useEffect, useMemo } from 'react';
import { requireMeeting } from '../session/requireMeeting.ts';
import { useSession } from '../session/SessionContext.ts';
import { Store } from '../store/Store.ts';
import { useTracked } from '../store/useTracked.ts';
import { useJoinedMeeting } from './useJoinedMeeting.ts';
import { useLatest } from './useLatest.ts';

/** Options of {@link usePubSub}; they are read when the topic is subscribed. */
export interface PubSubOptions extends SubscribeOptions {
	/** How many messages `messages` has at most, the newest ones; all when not given. */
	maxMessages?: number;
	/** Whether `messages` is filled; true when not given. */
	bufferMessages?: boolean;
}

/** What {@link usePubSub} returns. */
export interface PubSubView {
	/** Messages of the topic, oldest first: those that were kept, then the new ones. Empty outside of a meeting. */
	readonly messages: readonly PubSubMessage[];
	/**
	 * Publishes a message.
	 *
	 * @param payload more data, at most 16 KiB of JSON
	 * @throws MeetingError 3035 outside of a meeting; what `pubSub.publish` of a meeting says
	 */
	publish(message: string, options?: PublishOptions, payload?: Record<string, unknown>): Promise<void>;
}

interface Messages {
	readonly old: readonly PubSubMessage[];
	readonly messages: readonly PubSubMessage[];
}

const NOTHING: Messages = { old: [], messages: [] };
const NO_LISTENERS: PubSubListeners = {};
const NO_OPTIONS: PubSubOptions = {};

/**
 * Messages of a topic. The topic is subscribed while we are in the meeting; a component that does not read `messages` is
 * not rendered again for them.
 *
 * @param listeners are called for messages; they may be other functions at each render
 * @throws Error outside of a `MeetingProvider`
 */
export function usePubSub(
	topic: string,
	listeners: PubSubListeners = NO_LISTENERS,
	options: PubSubOptions = NO_OPTIONS,
): PubSubView {
	const session = useSession();
	const meeting = useJoinedMeeting();
	const latest = useLatest({ listeners, options });
	const store = useMemo(() => new Store(NOTHING), []);
	const methods = useMemo(
		(): Pick<PubSubView, 'publish'> => ({
			publish: async (...args) => requireMeeting(session.meeting).pubSub.publish(topic, ...args),
		}),
		[session, topic],
	);
	const { oldMessageLimit, realtimeOverflow, maxQueue, newMessageLimit } = options;
	const batched = listeners.onBatchReceived !== undefined;
	useEffect(() => {
		if (meeting === null) return;
		const append = (old: readonly PubSubMessage[], added: readonly PubSubMessage[]) => {
			const { bufferMessages = true, maxMessages } = latest.current.options;
			if (!bufferMessages) return;
			const before = store.get();
			const kept = [...before.old, ...old];
			const all = [...kept, ...before.messages.slice(before.old.length), ...added];
			const excess = maxMessages === undefined ? 0 : Math.max(0, all.length - maxMessages);
			store.set({ old: kept.slice(excess), messages: all.slice(excess) });
		};
		const heard: PubSubListeners = {
			onMessageReceived: (message) => {
				append([], [message]);
				latest.current.listeners.onMessageReceived?.(message);
			},
			onOldMessagesReceived: (messages, info) => {
				append(messages, []);
				latest.current.listeners.onOldMessagesReceived?.(messages, info);
			},
			onMessageDrop: (info) => latest.current.listeners.onMessageDrop?.(info),
			...(batched ? { onBatchReceived: (batch) => latest.current.listeners.onBatchReceived?.(batch) } : {}),
		};
		let over = false;
		const limits: SubscribeOptions = Object.fromEntries(
			Object.entries({ oldMessageLimit, realtimeOverflow, maxQueue, newMessageLimit }).filter(
				// Apps of VideoSDK say null for what they leave out.
				([, value]) => value !== undefined && value !== null,
			),
		);
		const subscribed = meeting.pubSub.subscribe(topic, heard, limits).catch((error) => {
			if (!over) session.report(error);
		});
		return () => {
			over = true;
			store.set(NOTHING);
			// A meeting that is over has no subscriptions left to end.
			subscribed.then(() => meeting.pubSub.unsubscribe(topic, heard)).catch(() => {});
		};
	}, [session, meeting, topic, store, latest, batched, oldMessageLimit, realtimeOverflow, maxQueue, newMessageLimit]);
	return useTracked(store, methods);
}
