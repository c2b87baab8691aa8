import type { MediaOffer } from '@roomcast/contract/signalling/media';
import type { NotificationData, NotificationName } from '@roomcast/contract/signalling/notifications';
import type { RequestReply } from '@roomcast/contract/signalling/requests';

/** Notifications of a session; the others are for the connection. */
export type SessionNotification = Exclude<NotificationName, 'welcome' | 'error'>;

/** A handler for each of some notifications. */
export type NotificationHandlers<N extends SessionNotification> = {
	readonly [K in N]: (data: NotificationData<K>) => void;
};

/** Steps in the life cycle of a meeting, with what they bring. */
export interface LifecycleEvents {
	/** The server let us in, the first time or again, with the state of the session. Apps do not know yet. */
	snapshot: [RequestReply<'join'>];
	/** Apps know that we are in, and hear of what the join found next. */
	told: [RequestReply<'join'>];
	/** We are in, and apps know of all that there is. Notifications follow. */
	entered: [RequestReply<'join'>];
	/** Requests belong to the session from here on. */
	sessionStarted: [];
	/** There are new transports. */
	mediaStarted: [MediaOffer];
	/** The app added a listener for an event of the meeting. */
	listenerAdded: [event: string];
	/** The meeting is over. */
	closed: [];
}

/**
 * One thing that a meeting does: the methods that apps find on `Meeting`, and what it does with notifications of the server
 * and in the life cycle of the meeting. The type of its `request` lists what it asks of the server.
 */
export interface Feature<Methods extends object, N extends SessionNotification = never> {
	readonly methods: Methods;
	readonly notifications: NotificationHandlers<N>;
	readonly lifecycle?: { readonly [E in keyof LifecycleEvents]?: (...args: LifecycleEvents[E]) => void };
}

/** What has to hold before a feature asks the server for something. */
export interface Preconditions {
	/** @throws MeetingError 3035 before the join, 3056 when the meeting is over */
	requireJoined(): void;
	/** @throws MeetingError as {@link requireJoined}; 3066 in a mode that does not send */
	requireSending(): void;
}
