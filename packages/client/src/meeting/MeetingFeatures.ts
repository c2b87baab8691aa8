import { Capturing } from '../captures/Capturing.ts';
import { DataChannels } from '../channels/DataChannels.ts';
import type { Mode, PinState, PubSubMessage } from '../contract/types.ts';
import { EntryDesk } from '../entry/EntryDesk.ts';
import { PubSub } from '../pubsub/PubSub.ts';
import type { Notification } from '../signalling/messages.ts';
import { RealtimeStore } from '../store/RealtimeStore.ts';
import type { MeetingEngine } from './MeetingEngine.ts';

/** What a meeting is used for beside sound and picture: waiting room, moderation, recording, messages, shared values, data. */
export class MeetingFeatures {
	readonly pubSub: PubSub;
	readonly realtimeStore: RealtimeStore;
	readonly entryDesk: EntryDesk;
	readonly capturing: Capturing;
	readonly data: DataChannels;
	readonly #engine: MeetingEngine;

	/** @param joined throws when we are in no meeting */
	constructor(engine: MeetingEngine, joined: () => void) {
		this.#engine = engine;
		const { connection, parts } = engine;
		this.pubSub = new PubSub(connection.request, joined);
		this.realtimeStore = new RealtimeStore(connection.request, joined);
		this.entryDesk = new EntryDesk(connection.request);
		this.capturing = new Capturing(connection.request);
		this.data = new DataChannels(parts.media, connection.request);
		this.#wireLife();
		this.#wireEvents();
	}

	/** What is pinned, by participant id. */
	get pinned(): Map<string, PinState> {
		const { roster, localParticipant } = this.#engine.parts;
		const everybody = [localParticipant, ...roster.participants.values()];
		return new Map(
			everybody.filter(({ pinState }) => pinState.cam || pinState.share).map(({ id, pinState }) => [id, pinState]),
		);
	}

	#wireLife(): void {
		const { life, connection, parts } = this.#engine;
		connection.on('notification', (notification) => this.#dispatch(notification));
		life.on('entered', (reply) => {
			// What the server knows of us is new: nobody has pinned us yet.
			parts.localParticipant.handlePin({ cam: false, share: false });
			this.entryDesk.handleSnapshot(reply.entryRequests);
		});
		life.on('session', () => {
			this.pubSub.handleNewSession();
			this.realtimeStore.handleNewSession();
		});
		life.on('media', (offer) => this.data.handleMediaStarted(offer.dataConsumers));
		life.on('over', () => {
			this.pubSub.close();
			this.realtimeStore.close();
			this.data.close();
		});
	}

	#wireEvents(): void {
		const { events, parts } = this.#engine;
		const { orders } = parts;
		this.entryDesk.on('requested', (request) => events.emit('entry-requested', request));
		this.entryDesk.on('ended', (id) => events.emit('entry-request-ended', id));
		this.entryDesk.on('responded', (id, decision) => events.emit('entry-responded', id, decision));
		orders.on('mic-requested', (request) => events.emit('mic-requested', request));
		orders.on('webcam-requested', (request) => events.emit('webcam-requested', request));
		orders.on('disabled', (info) => events.emit('media-disabled', info));
		this.data.on('data', (message) => events.emit('data', message));
	}

	#dispatch(notification: Notification): void {
		switch (notification.event) {
			case 'entry-requested':
				this.entryDesk.handleRequested(notification.data);
				return;
			case 'entry-request-ended':
				this.entryDesk.handleEnded(notification.data.participantId);
				return;
			case 'entry-responded': {
				const { participantId, decision } = notification.data;
				this.entryDesk.handleResponded(participantId, decision);
				return;
			}
			case 'media-requested':
				this.#engine.parts.orders.handleRequested(notification.data.kind, notification.data.requestedBy);
				return;
			case 'media-disabled':
				this.#engine.parts.orders.handleDisabled(notification.data.kind, notification.data.disabledBy);
				return;
			case 'participant-mode-changed':
				this.#handleMode(notification.data.participantId, notification.data.mode);
				return;
			case 'pin-state-changed': {
				const { participantId, state, pinnedBy } = notification.data;
				this.#participant(participantId)?.handlePin(state);
				this.#engine.events.emit('pin-state-changed', { peerId: participantId, participantId, state, pinnedBy });
				return;
			}
			case 'message':
				this.pubSub.handleMessage(notification.data.message as PubSubMessage);
				return;
			case 'store-changed': {
				const { key, value, updatedBy } = notification.data;
				this.realtimeStore.handleChanged(key, value, updatedBy);
				return;
			}
			case 'data-consumer-added':
				this.data.handleOffered(notification.data.dataConsumer);
				return;
			case 'data-consumer-closed':
				this.data.handleClosed(notification.data.dataConsumerId);
				return;
		}
	}

	/** Somebody takes part in another way. Our own media is made again for it: the server has closed what there was. */
	#handleMode(participantId: string, mode: Mode): void {
		this.#participant(participantId)?.handleMode(mode);
		if (participantId === this.#engine.parts.localParticipant.id) this.#engine.handleModeChanged();
		this.#engine.events.emit('participant-mode-changed', { participantId, mode });
	}

	#participant(id: string) {
		const { roster, localParticipant } = this.#engine.parts;
		return id === localParticipant.id ? localParticipant : roster.participants.get(id);
	}
}
