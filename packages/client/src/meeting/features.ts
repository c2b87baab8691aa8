import type { RequestName } from '@roomcast/contract/signalling/requests';
import { type CaptureMethods, type CaptureRequests, captureFeature } from '../captures/captureFeature.ts';
import { DataChannels, type DataRequests } from '../channels/DataChannels.ts';
import { type DataMethods, dataFeature } from '../channels/dataFeature.ts';
import { type E2EEMethods, e2eeFeature } from '../e2ee/e2eeFeature.ts';
import { type EntryFeatureRequests, type EntryMethods, entryFeature } from '../entry/entryFeature.ts';
import type { Feature, LifecycleEvents, NotificationHandlers, SessionNotification } from '../feature/Feature.ts';
import { healthFeature } from '../health/healthFeature.ts';
import type { LocalRequests } from '../local/LocalMedia.ts';
import { type LocalMediaMethods, localMediaFeature } from '../local/localMediaFeature.ts';
import type { MediaRequests } from '../media/MediaEngine.ts';
import type { ModeratorRequests } from '../moderation/Moderator.ts';
import { type ModerationMethods, moderationFeature } from '../moderation/moderationFeature.ts';
import { type RosterMethods, rosterFeature } from '../participants/rosterFeature.ts';
import type { EchoRequests } from '../precall/later/EchoCall.ts';
import type { PubSubRequests } from '../pubsub/PubSub.ts';
import { type PubSubMethods, pubSubFeature } from '../pubsub/pubSubFeature.ts';
import type { ConnectionRequests } from '../signalling/Connection.ts';
import { type SpeakersMethods, speakersFeature } from '../speakers/speakersFeature.ts';
import type { StoreRequests } from '../store/RealtimeStore.ts';
import { type StoreMethods, storeFeature } from '../store/storeFeature.ts';
import type { SubscriptionRequests } from '../subscription/SubscriptionManager.ts';
import { type SubscriptionMethods, subscriptionFeature } from '../subscription/subscriptionFeature.ts';
import { type LifecycleMethods, lifecycleFeature } from './lifecycleFeature.ts';
import type { LifecycleRequests, MeetingEngine } from './MeetingEngine.ts';
import { type UnsupportedMethods, unsupportedFeature } from './unsupportedFeature.ts';

/** What apps find on a meeting beside its events: what each feature brings. */
export interface MeetingMethods
	extends LifecycleMethods,
		RosterMethods,
		SpeakersMethods,
		LocalMediaMethods,
		SubscriptionMethods,
		ModerationMethods,
		EntryMethods,
		CaptureMethods,
		PubSubMethods,
		StoreMethods,
		DataMethods,
		E2EEMethods,
		UnsupportedMethods {}

/** Requests of the contract that no part of the SDK makes: there must be none. @internal */
export type UnmadeRequests = Exclude<
	RequestName,
	| LifecycleRequests
	| ConnectionRequests
	| MediaRequests
	| LocalRequests
	| SubscriptionRequests
	| ModeratorRequests
	| EntryFeatureRequests
	| CaptureRequests
	| PubSubRequests
	| StoreRequests
	| DataRequests
	| EchoRequests
>;

/**
 * Creates the features of a meeting and gives each what it needs, its notifications and the events of the life cycle, in
 * this order.
 *
 * @returns the methods of all of them
 * @internal
 */
export function createFeatures(engine: MeetingEngine): MeetingMethods {
	const { connection, parts, events, gate } = engine;
	const { request } = connection;
	const { localParticipant, roster, moderator, devices } = parts;
	const channels = new DataChannels(parts.media, request);
	const features = {
		lifecycle: lifecycleFeature(engine),
		localMedia: localMediaFeature(parts, engine, events),
		subscription: subscriptionFeature(parts, engine, events),
		roster: rosterFeature(localParticipant, roster, gate),
		speakers: speakersFeature(localParticipant, roster, gate, events),
		moderation: moderationFeature(
			{
				moderator,
				localParticipant,
				others: roster.participants,
				devices,
				handleModeChanged: () => engine.handleModeChanged(),
			},
			engine,
			events,
		),
		entry: entryFeature(request, engine, () => localParticipant.id, events),
		captures: captureFeature(request, engine, gate, events),
		pubSub: pubSubFeature(request, engine),
		store: storeFeature(request, engine),
		data: dataFeature(channels, engine, events),
		health: healthFeature(localParticipant, events),
		e2ee: e2eeFeature(parts.encryption),
		unsupported: unsupportedFeature(),
	};
	const all: readonly Feature<object, never>[] = Object.values(features);
	for (const { lifecycle = {} } of all)
		for (const [event, handle] of Object.entries(lifecycle))
			engine.lifecycle.on(event as keyof LifecycleEvents, handle as () => void);
	// A notification that no feature handles does not compile here.
	const handlers: NotificationHandlers<SessionNotification> = merge(
		Object.values(features).map(({ notifications }) => notifications),
	);
	connection.on('notification', ({ event, data }) => {
		if (event !== 'welcome' && event !== 'error') (handlers[event] as (data: unknown) => void)(data);
	});
	return merge(Object.values(features).map(({ methods }) => methods));
}

/** What is in all members of a union: `A & B` for `A | B`. */
type Intersection<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer All) => void
	? All
	: never;

/**
 * One object with the properties of several; accessors stay accessors.
 *
 * @throws Error if two of them have the same property: one of both features would silently miss its calls
 * @internal
 */
export function merge<T extends object>(parts: readonly T[]): Intersection<T> {
	const merged = {};
	for (const [key, descriptor] of parts.flatMap((part) => Object.entries(Object.getOwnPropertyDescriptors(part)))) {
		if (Object.hasOwn(merged, key)) throw new Error(`Two features bring ${key}`);
		Object.defineProperty(merged, key, descriptor);
	}
	return merged as Intersection<T>;
}
