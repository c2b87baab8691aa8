import type { Emits } from '../events/Emitter.ts';
import type { Feature } from '../feature/Feature.ts';
import type { Participant } from '../participants/Participant.ts';
import type { Roster } from '../participants/Roster.ts';
import { type AudioLevel, AudioLevels } from './AudioLevels.ts';
import { Speakers } from './Speakers.ts';

/** Who is in front. */
export interface SpeakersMethods {
	/** Who speaks; null when nobody does, although the type does not say it: nor does that of the VideoSDK JavaScript SDK. */
	readonly activeSpeakerId: string;
	/** Who shares a screen; null when nobody does, as {@link activeSpeakerId}. */
	readonly activePresenterId: string;
	/** Who should be in front: presents, or spoke last of the others; null before the join, as {@link activeSpeakerId}. */
	readonly mainParticipantId: string;
}

/** Events of a meeting about who is in front. */
export interface SpeakersMeetingEvents {
	/** Who speaks; null when nobody does. */
	'speaker-changed': [participantId: string | null];
	/** Who shares a screen; null when nobody does. */
	'presenter-changed': [participantId: string | null];
	/** Who should be in front: presents, or spoke last of the others. */
	'main-participant-changed': [Participant];
	/** Whose loudness changed, about four times a second while somebody speaks. Roomcast's own event. */
	'audio-levels': [AudioLevel[]];
}

/**
 * Says who speaks, how loud, who presents and who should be in front.
 *
 * @param held gets events about what a join finds
 * @param events gets the others
 * @internal
 */
export function speakersFeature(
	localParticipant: Participant,
	roster: Roster,
	held: Emits<SpeakersMeetingEvents>,
	events: Emits<SpeakersMeetingEvents>,
): Feature<SpeakersMethods, 'speaker-changed' | 'audio-levels'> {
	const speakers = new Speakers();
	const levels = new AudioLevels();
	const find = (id: string) => (id === localParticipant.id ? localParticipant : roster.participants.get(id));
	roster.on('joined', ({ id }) => speakers.handleJoined(id));
	roster.on('left', ({ id }) => speakers.handleLeft(id));
	roster.on('status', (id, kind, on) => speakers.handleStatus(id, kind, on));
	localParticipant.on('media-status-changed', ({ kind, newStatus }) =>
		speakers.handleStatus(localParticipant.id, kind, newStatus),
	);
	speakers.on('speaker', (id) => held.emit('speaker-changed', id));
	speakers.on('presenter', (id) => held.emit('presenter-changed', id));
	speakers.on('main', (id) => {
		const participant = find(id);
		if (participant) held.emit('main-participant-changed', participant);
	});
	levels.on('changed', (changed) => {
		for (const { participantId, level } of changed) find(participantId)?.handleAudioLevel(level);
		events.emit('audio-levels', changed);
	});
	return {
		methods: {
			get activeSpeakerId() {
				return speakers.activeSpeakerId as string;
			},
			get activePresenterId() {
				return speakers.activePresenterId as string;
			},
			get mainParticipantId() {
				return speakers.mainParticipantId as string;
			},
		},
		notifications: {
			'speaker-changed': ({ participantId }) => speakers.handleSpeaker(participantId),
			'audio-levels': ({ levels: heard }) => levels.handleLevels(heard),
		},
		lifecycle: {
			snapshot: ({ participantId, activeSpeakerId }) => {
				speakers.handleLocal(participantId);
				speakers.handleSpeaker(activeSpeakerId);
			},
			closed: () => levels.close(),
		},
	};
}
