import { MeetingError } from '../errors/MeetingError.ts';
import type { MeetingEvents } from './events.ts';

/** Events that a meeting has, and those that its types have and that never come. */
const OWN: Record<keyof MeetingEvents, true> = {
	'audio-levels': true,
	'codec-changed': true,
	'audio-input-silence': true,
	data: true,
	'entry-request-ended': true,
	'entry-requested': true,
	'entry-responded': true,
	'entry-waiting': true,
	error: true,
	'hls-started': true,
	'hls-state-changed': true,
	'hls-stopped': true,
	'join-delayed': true,
	'livestream-started': true,
	'livestream-state-changed': true,
	'livestream-stopped': true,
	'main-participant-changed': true,
	'media-disabled': true,
	'media-relay-error': true,
	'media-relay-request-received': true,
	'media-relay-request-response': true,
	'media-relay-started': true,
	'media-relay-stopped': true,
	'media-state-changed': true,
	'meeting-joined': true,
	'meeting-left': true,
	'meeting-state-changed': true,
	'mic-requested': true,
	'participant-joined': true,
	'participant-left': true,
	'participant-mode-changed': true,
	'paused-all-streams': true,
	'pin-state-changed': true,
	'presenter-changed': true,
	'quality-limitation': true,
	'recording-started': true,
	'recording-state-changed': true,
	'recording-stopped': true,
	'resumed-all-streams': true,
	'speaker-changed': true,
	'token-expiring': true,
	'transcription-state-changed': true,
	'transcription-text': true,
	'webcam-requested': true,
	'whiteboard-started': true,
	'whiteboard-stopped': true,
};

/** Events of the VideoSDK client SDK, of any of its versions, that never come here: apps may listen to them. */
const SILENT = [
	'character-joined',
	'character-left',
	'connection-close',
	'connection-open',
	'pubsub-url',
	'socket-state-changed',
	'stream-disabled',
	'stream-enabled',
	'switch-meeting',
	'translation-language-changed',
	'translation-state-changed',
	'translation-text',
	'video-seeked',
	'video-state-changed',
];

/**
 * Every name that `on` and `off` of a meeting take.
 *
 * @throws MeetingError 3073 for another: what is misspelt would never be called
 */
export function checkMeetingEvent(event: string): void {
	if (!Object.hasOwn(OWN, event) && !SILENT.includes(event))
		throw MeetingError.of('ERROR_INVALID_PARAMETER', `there is no event "${event}"`);
}
