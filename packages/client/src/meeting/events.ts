import type { LeaveReason } from '../constants/leaveReasons.ts';
import type { MeetingError } from '../errors/MeetingError.ts';
import type { Participant } from '../participants/Participant.ts';
import type { Mode, StreamKind } from '../participants/types.ts';
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
	/** Somebody is there: at the join everybody else, later the ones who come. */
	'participant-joined': [Participant];
	'participant-left': [Participant, reason: LeaveReason];
	'participant-mode-changed': [{ participantId: string; mode: Mode }];
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
