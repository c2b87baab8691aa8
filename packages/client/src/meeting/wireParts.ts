import { tellCapture } from '../captures/tellCapture.ts';
import type { MeetingError } from '../errors/MeetingError.ts';
import type { Emitter } from '../events/Emitter.ts';
import type { EventGate } from './EventGate.ts';
import type { MeetingEvents } from './events.ts';
import type { MeetingParts } from './MeetingParts.ts';

/**
 * Connects what the managers tell: with each other, and with the events of the meeting.
 *
 * @param gate holds events about what a join finds until after `meeting-joined`
 */
export function wireParts(parts: MeetingParts, events: Emitter<MeetingEvents>, gate: EventGate<MeetingEvents>): void {
	const { roster, stage, levels, captures, local, localParticipant, subscriptions, microphone, webcam } = parts;
	const find = (id: string) => (id === localParticipant.id ? localParticipant : roster.participants.get(id));
	roster.on('joined', (participant) => {
		gate.emit('participant-joined', participant);
		stage.handleJoined(participant.id);
	});
	roster.on('left', (participant, reason) => {
		subscriptions.handleLeft(participant.id);
		gate.emit('participant-left', participant, reason);
		stage.handleLeft(participant.id);
	});
	roster.on('status', (id, kind, on) => stage.handleStatus(id, kind, on));
	localParticipant.on('media-status-changed', ({ kind, newStatus }) =>
		stage.handleStatus(localParticipant.id, kind, newStatus === 'enabled'),
	);
	stage.on('speaker', (id) => gate.emit('speaker-changed', id));
	stage.on('presenter', (id) => gate.emit('presenter-changed', id));
	stage.on('main', (id) => {
		const participant = find(id);
		if (participant) gate.emit('main-participant-changed', participant);
	});
	levels.on('changed', (changed) => {
		for (const { participantId, level } of changed) find(participantId)?.handleAudioLevel(level);
		events.emit('audio-levels', changed);
	});
	captures.on('changed', (change) => tellCapture(gate, change));
	const tellError = (error: MeetingError) => events.emit('error', error);
	captures.on('failed', tellError);
	local.on('error', tellError);
	microphone.on('error', tellError);
	webcam.on('error', tellError);
}
