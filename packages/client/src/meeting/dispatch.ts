import type { LeaveReason } from '../contract/types.ts';
import { logger } from '../log/logger.ts';
import type { Notification } from '../signalling/messages.ts';
import type { MeetingParts } from './MeetingParts.ts';

/** What the life of the meeting has to do with. */
export interface LifeHandlers {
	handleMediaReset(): void;
	handleOut(reason: LeaveReason): void;
}

/** Gives each notification of the server to the manager that it concerns. */
export function dispatch(notification: Notification, parts: MeetingParts, life: LifeHandlers): void {
	const { roster, consumption, stage, layers, levels, captures } = parts;
	switch (notification.event) {
		case 'participant-joined':
			roster.handleJoined(notification.data.participant);
			return;
		case 'participant-left': {
			const { participantId, reason } = notification.data;
			roster.handleLeft(participantId, reason);
			return;
		}
		case 'stream-added':
			roster.handleStreamAdded(notification.data.participantId, notification.data.stream);
			return;
		case 'stream-removed':
			roster.handleStreamRemoved(notification.data.participantId, notification.data.producerId);
			return;
		case 'stream-paused':
			roster.handleStreamPaused(notification.data.participantId, notification.data.producerId, true);
			return;
		case 'stream-resumed':
			roster.handleStreamPaused(notification.data.participantId, notification.data.producerId, false);
			return;
		case 'consumer-added':
			consumption.handleOffered([notification.data.consumer]).catch((error) => {
				logger.warn('A stream did not start', error);
			});
			return;
		case 'consumer-closed':
			consumption.handleGone(notification.data.consumerId);
			return;
		case 'consumer-layers-changed': {
			const { consumerId, spatialLayer, temporalLayer } = notification.data;
			if (spatialLayer !== null) consumption.handleStarted(consumerId);
			const info = consumption.info(consumerId);
			const change = info && layers.handleChanged(info, spatialLayer, temporalLayer);
			const participant = info && roster.participants.get(info.participantId);
			if (change) participant?.emit('video-quality-changed', { ...change, peerId: participant.id });
			return;
		}
		case 'speaker-changed':
			stage.handleSpeaker(notification.data.participantId);
			return;
		case 'audio-levels':
			levels.handleLevels(notification.data.levels);
			return;
		case 'capture-state-changed':
			captures.handleChanged(notification.data);
			return;
		case 'media-reset':
			life.handleMediaReset();
			return;
		case 'left':
			life.handleOut(notification.data.reason);
			return;
	}
}
