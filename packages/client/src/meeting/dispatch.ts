import type { LeaveReason } from '../constants/leaveReasons.ts';
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
			return roster.handleJoined(notification.data.participant);
		case 'participant-left': {
			const { participantId, reason } = notification.data;
			return roster.handleLeft(participantId, reason);
		}
		case 'stream-added':
			return roster.handleStreamAdded(notification.data.participantId, notification.data.stream);
		case 'stream-removed':
			return roster.handleStreamRemoved(notification.data.participantId, notification.data.producerId);
		case 'stream-paused':
			return roster.handleStreamPaused(notification.data.participantId, notification.data.producerId, true);
		case 'stream-resumed':
			return roster.handleStreamPaused(notification.data.participantId, notification.data.producerId, false);
		case 'consumer-added':
			consumption.handleOffered([notification.data.consumer]).catch((error) => {
				logger.warn('A stream did not start', error);
			});
			return;
		case 'consumer-closed':
			return consumption.handleGone(notification.data.consumerId);
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
			return stage.handleSpeaker(notification.data.participantId);
		case 'audio-levels':
			return levels.handleLevels(notification.data.levels);
		case 'capture-state-changed':
			return captures.handleChanged(notification.data);
		case 'media-reset':
			return life.handleMediaReset();
		case 'left':
			return life.handleOut(notification.data.reason);
	}
}
