import type { LeaveReason } from '../contract/types.ts';
import type { Emits } from '../events/Emitter.ts';
import type { Feature } from '../feature/Feature.ts';
import type { Participant } from './Participant.ts';
import type { Roster } from './Roster.ts';

/** Who is there. */
export interface RosterMethods {
	/** Oneself. */
	readonly localParticipant: Participant;
	/** The others, by id. */
	readonly participants: Map<string, Participant>;
	/** Characters of VideoSDK: Roomcast has none. */
	readonly characters: Map<string, never>;
}

/** Events of a meeting about who is there. */
export interface RosterMeetingEvents {
	/** Somebody is there: at the join everybody else, later the ones who come. */
	'participant-joined': [Participant];
	/** Somebody is gone: left, removed, or lost. */
	'participant-left': [Participant, reason: LeaveReason];
}

type Handled =
	| 'participant-joined'
	| 'participant-left'
	| 'stream-added'
	| 'stream-removed'
	| 'stream-paused'
	| 'stream-resumed';

/** Knows who is there, and what they send. @internal */
export function rosterFeature(
	localParticipant: Participant,
	roster: Roster,
	events: Emits<RosterMeetingEvents>,
): Feature<RosterMethods, Handled> {
	roster.on('joined', (participant) => events.emit('participant-joined', participant));
	roster.on('left', (participant, reason) => events.emit('participant-left', participant, reason));
	return {
		methods: {
			get localParticipant() {
				return localParticipant;
			},
			get participants() {
				return roster.participants;
			},
			characters: new Map<string, never>(),
		},
		notifications: {
			'participant-joined': ({ participant }) => roster.handleJoined(participant),
			'participant-left': ({ participantId, reason }) => roster.handleLeft(participantId, reason),
			'stream-added': ({ participantId, stream }) => roster.handleStreamAdded(participantId, stream),
			'stream-removed': ({ participantId, producerId }) => roster.handleStreamRemoved(participantId, producerId),
			'stream-paused': ({ participantId, producerId }) => roster.handleStreamPaused(participantId, producerId, true),
			'stream-resumed': ({ participantId, producerId }) => roster.handleStreamPaused(participantId, producerId, false),
		},
		lifecycle: {
			snapshot: ({ participants }) => roster.handleSnapshot(participants),
			closed: () => roster.close(),
		},
	};
}
