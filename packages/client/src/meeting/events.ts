import type { HlsStateChange, HlsUrls, LivestreamStateChange, RecordingStateChange } from '../captures/types.ts';
import type { DataMessage } from '../channels/types.ts';
import type { EntryDecision, LeaveReason, Mode, PinState, StreamKind } from '../contract/types.ts';
import type { EntryRequested } from '../entry/types.ts';
import type { MeetingError } from '../errors/MeetingError.ts';
import type { MediaRequested } from '../moderation/MediaOrders.ts';
import type { Participant } from '../participants/Participant.ts';
import type { AudioLevel } from './AudioLevels.ts';

/** State of the connection to the meeting. */
export type MeetingStateName = 'CONNECTING' | 'CONNECTED' | 'RECONNECTING' | 'FAILED' | 'DISCONNECTED';

/** Events of a meeting, with the arguments of their listeners. */
export interface MeetingEvents {
	/** The join is done: `participants` and `localParticipant` are filled. */
	'meeting-joined': [];
	/** We are out: left, removed, taken over, or the session ended. */
	'meeting-left': [reason: LeaveReason];
	'meeting-state-changed': [{ state: MeetingStateName }];
	/** The server cannot let us in yet, and says why; the join is tried again by itself. Roomcast's own event. */
	'join-delayed': [MeetingError];
	/**
	 * The token ends within a minute (`expiresAt` in epoch ms). Who is in stays in; give another one with `setToken` to be
	 * let in again after the session has ended, too. Roomcast's own event.
	 */
	'token-expiring': [{ expiresAt: number }];
	/**
	 * Media has a path to the server, or lost it and is made again. `LOOPBACK`: it cannot have one from this browser, because
	 * the server announces loopback addresses alone. Roomcast's own event.
	 */
	'media-state-changed': [{ state: 'CONNECTED' | 'FAILED'; reason?: 'LOOPBACK' }];
	/** Somebody is there: at the join everybody else, later the ones who come. */
	'participant-joined': [Participant];
	'participant-left': [Participant, reason: LeaveReason];
	'participant-mode-changed': [{ participantId: string; mode: Mode }];
	/** The server has our request to be let in, and keeps us waiting. Roomcast's own event. */
	'entry-waiting': [];
	/** Somebody waits to be let in. Only with `allow_join`. */
	'entry-requested': [EntryRequested];
	/** Somebody gave up waiting. Only with `allow_join`. Roomcast's own event. */
	'entry-request-ended': [participantId: string];
	/** A request to be let in was answered: one's own, or, with `allow_join`, anybody's. */
	'entry-responded': [participantId: string, decision: EntryDecision];
	/** A moderator asks to turn the microphone on. */
	'mic-requested': [MediaRequested];
	/** A moderator asks to turn the camera on. */
	'webcam-requested': [MediaRequested];
	/** A moderator turned our microphone or camera off. Roomcast's own event. */
	'media-disabled': [{ kind: 'mic' | 'webcam'; disabledBy: string }];
	'pin-state-changed': [{ peerId: string; participantId: string; state: PinState; pinnedBy: string }];
	/** The recording of the meeting changed; at a join, that it runs. */
	'recording-state-changed': [RecordingStateChange];
	/** The older form of `RECORDING_STARTED`. */
	'recording-started': [];
	/** The older form of `RECORDING_STOPPED`. */
	'recording-stopped': [];
	/** The livestream of the meeting changed; at a join, that it runs. */
	'livestream-state-changed': [LivestreamStateChange];
	/** The older form of `LIVESTREAM_STARTED`. */
	'livestream-started': [];
	/** The older form of `LIVESTREAM_STOPPED`. */
	'livestream-stopped': [];
	/** HLS of the meeting changed; at a join, that it runs. */
	'hls-state-changed': [HlsStateChange];
	/** The older form of `HLS_STARTED`. */
	'hls-started': [HlsUrls];
	/** The older form of `HLS_STOPPED`. */
	'hls-stopped': [];
	/** A message that somebody sent with `send`. */
	data: [DataMessage];
	/** Who speaks; null when nobody does. */
	'speaker-changed': [participantId: string | null];
	/** Who shares a screen; null when nobody does. */
	'presenter-changed': [participantId: string | null];
	/** Who should be in front: presents, or spoke last. */
	'main-participant-changed': [Participant];
	'paused-all-streams': [{ kind: StreamKind | 'all' }];
	'resumed-all-streams': [{ kind: StreamKind | 'all' }];
	/** Whose loudness changed, about four times a second while somebody speaks. Roomcast's own event. */
	'audio-levels': [AudioLevel[]];
	/** Something went wrong that no promise could tell: `{ code, name, message }`. */
	error: [MeetingError];
}
