import type { Mode, PinState } from '../contract/types.ts';
import { MeetingError } from '../errors/MeetingError.ts';
import type { Emits } from '../events/Emitter.ts';
import type { Feature, Preconditions } from '../feature/Feature.ts';
import { MediaOrders, type OrderedDevice } from './MediaOrders.ts';
import type { Moderator } from './Moderator.ts';
import type { MediaRequested } from './types.ts';

/** Modes, and who is in front for everybody. */
export interface ModerationMethods {
	/** What is pinned for everybody, by participant id. */
	readonly pinnedParticipants: Map<string, PinState>;

	/**
	 * Changes how we take part. What the new mode does not send is stopped.
	 *
	 * @throws MeetingError 3054 in that mode already; 3067 for another word; 4065 when the server refused
	 */
	changeMode(mode: Mode): Promise<void>;
}

/** Events of a meeting about what moderators do. */
export interface ModerationEvents {
	/** Somebody takes part in another way, oneself too. */
	'participant-mode-changed': [{ participantId: string; mode: Mode }];
	/** A moderator asks to turn the microphone on. */
	'mic-requested': [MediaRequested];
	/** A moderator asks to turn the camera on. */
	'webcam-requested': [MediaRequested];
	/** A moderator turned our microphone or camera off. Roomcast's own event. */
	'media-disabled': [{ kind: 'mic' | 'webcam'; disabledBy: string }];
	/** Somebody was pinned for everybody, or is no longer. */
	'pin-state-changed': [{ peerId: string; participantId: string; state: PinState; pinnedBy: string }];
}

/** A participant, as moderators see one. */
export interface Moderated {
	readonly id: string;
	readonly mode: Mode;
	readonly pinState: PinState;
	handleMode(mode: Mode): void;
	handlePin(state: PinState): void;
}

/** What moderators decide about. @internal */
export interface ModeratedMeeting {
	readonly moderator: Moderator;
	readonly localParticipant: Moderated;
	/** The others, by id. */
	readonly others: ReadonlyMap<string, Moderated>;
	/** Microphone and camera of this machine. */
	readonly devices: Readonly<Record<'mic' | 'webcam', OrderedDevice>>;
	/** Our own mode is another. */
	handleModeChanged(): void;
}

/** Does and undoes what moderators decide. @internal */
export function moderationFeature(
	{ moderator, localParticipant, others, devices, handleModeChanged }: ModeratedMeeting,
	preconditions: Preconditions,
	events: Emits<ModerationEvents>,
): Feature<ModerationMethods, 'media-requested' | 'media-disabled' | 'participant-mode-changed' | 'pin-state-changed'> {
	const orders = new MediaOrders(devices);
	orders.on('mic-requested', (request) => events.emit('mic-requested', request));
	orders.on('webcam-requested', (request) => events.emit('webcam-requested', request));
	orders.on('disabled', (info) => events.emit('media-disabled', info));
	const find = (id: string) => (id === localParticipant.id ? localParticipant : others.get(id));
	return {
		methods: {
			get pinnedParticipants() {
				const pinned = [localParticipant, ...others.values()].filter(({ pinState }) => pinState.cam || pinState.share);
				return new Map(pinned.map(({ id, pinState }) => [id, pinState]));
			},
			async changeMode(mode) {
				preconditions.requireJoined();
				if (mode === localParticipant.mode)
					throw MeetingError.of('ERROR_ALREADY_IN_REQUESTED_STATE', `the mode is ${mode}`);
				await moderator.changeMode(localParticipant.id, mode);
			},
		},
		notifications: {
			'media-requested': ({ kind, requestedBy }) => orders.handleRequested(kind, requestedBy),
			'media-disabled': ({ kind, disabledBy }) => orders.handleDisabled(kind, disabledBy),
			'participant-mode-changed': ({ participantId, mode }) => {
				find(participantId)?.handleMode(mode);
				// Our own media is made again for it: the server has closed what there was.
				if (participantId === localParticipant.id) handleModeChanged();
				events.emit('participant-mode-changed', { participantId, mode });
			},
			'pin-state-changed': ({ participantId, state, pinnedBy }) => {
				find(participantId)?.handlePin(state);
				events.emit('pin-state-changed', { peerId: participantId, participantId, state, pinnedBy });
			},
		},
		// What the server knows of us is new: nobody has pinned us yet.
		lifecycle: { entered: () => localParticipant.handlePin({ cam: false, share: false }) },
	};
}
