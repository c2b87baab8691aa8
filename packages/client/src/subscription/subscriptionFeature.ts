import type { StreamKind } from '../contract/types.ts';
import { MeetingError } from '../errors/MeetingError.ts';
import { orRefused } from '../errors/orRefused.ts';
import type { Emits } from '../events/Emitter.ts';
import type { Feature, Preconditions } from '../feature/Feature.ts';
import { logger } from '../log/logger.ts';
import type { Roster } from '../participants/Roster.ts';
import type { Consumption } from './Consumption.ts';
import type { ReceivedLayers } from './ReceivedLayers.ts';
import type { SubscriptionManager } from './SubscriptionManager.ts';

const KINDS: StreamKind[] = ['audio', 'video', 'share', 'shareAudio'];

/** What is received of the others. */
export interface SubscriptionMethods {
	/** Receives nothing of a kind from anybody, until {@link resumeAllStreams}. @throws MeetingError 3073; 4057 */
	pauseAllStreams(kind?: StreamKind | 'all'): Promise<void>;
	/** Ends what {@link pauseAllStreams} began. @throws MeetingError 3073; 4058 */
	resumeAllStreams(kind?: StreamKind | 'all'): Promise<void>;
	/** Videos are received in the size at which they are shown (the default). @throws MeetingError 4048 */
	enableAdaptiveSubscription(): Promise<void>;
	/** Videos are received in full size, shown or not. @throws MeetingError 4049 */
	disableAdaptiveSubscription(): Promise<void>;
}

/** Events of a meeting about what is received. */
export interface SubscriptionEvents {
	/** `pauseAllStreams` took effect. */
	'paused-all-streams': [{ kind: StreamKind | 'all' }];
	/** `resumeAllStreams` took effect. */
	'resumed-all-streams': [{ kind: StreamKind | 'all' }];
}

/** The managers of what is received. @internal */
export interface SubscriptionParts {
	readonly roster: Roster;
	readonly subscriptions: SubscriptionManager;
	readonly consumption: Consumption;
	readonly layers: ReceivedLayers;
}

/** Receives what the others send. @internal */
export function subscriptionFeature(
	{ roster, subscriptions, consumption, layers }: SubscriptionParts,
	preconditions: Preconditions,
	events: Emits<SubscriptionEvents>,
): Feature<SubscriptionMethods, 'consumer-added' | 'consumer-closed' | 'consumer-layers-changed'> {
	roster.on('left', ({ id }) => subscriptions.handleLeft(id));
	const pauseAll = async (kind: StreamKind | 'all', paused: boolean) => {
		preconditions.requireJoined();
		if (kind !== 'all' && !KINDS.includes(kind))
			throw MeetingError.of('ERROR_INVALID_PARAMETER', `kind is "${kind}", allowed are all, ${KINDS.join(', ')}`);
		const done = subscriptions.setAllPaused(kind === 'all' ? KINDS : [kind], paused);
		await orRefused(done, paused ? 'PAUSE_ALL_STREAMS_FAILED' : 'RESUME_ALL_STREAMS_FAILED');
		events.emit(paused ? 'paused-all-streams' : 'resumed-all-streams', { kind });
	};
	const setAdaptive = async (adaptive: boolean) => {
		preconditions.requireJoined();
		const name = adaptive ? 'ADAPTIVE_SUBSCRIPTION_ENABLE_FAILED' : 'ADAPTIVE_SUBSCRIPTION_DISABLE_FAILED';
		await orRefused(subscriptions.setAdaptive(adaptive), name);
	};
	return {
		methods: {
			pauseAllStreams: (kind = 'all') => pauseAll(kind, true),
			resumeAllStreams: (kind = 'all') => pauseAll(kind, false),
			enableAdaptiveSubscription: () => setAdaptive(true),
			disableAdaptiveSubscription: () => setAdaptive(false),
		},
		notifications: {
			'consumer-added': ({ consumer }) => {
				consumption.handleOffered([consumer]).catch((error) => {
					logger.warn('A stream did not start', error);
				});
			},
			'consumer-closed': ({ consumerId }) => consumption.handleGone(consumerId),
			'consumer-layers-changed': ({ consumerId, spatialLayer, temporalLayer }) => {
				if (spatialLayer !== null) consumption.handleStarted(consumerId);
				const info = consumption.info(consumerId);
				const change = info && layers.handleChanged(info, spatialLayer, temporalLayer);
				const participant = info && roster.participants.get(info.participantId);
				if (change) participant?.emit('video-quality-changed', { ...change, peerId: participant.id });
			},
		},
	};
}
