import type { CaptureEvents } from '../captures/types.ts';
import type { DataEvents } from '../channels/dataFeature.ts';
import type { DataMessage } from '../channels/types.ts';
import type { LeaveReason, Mode } from '../contract/types.ts';
import type { EntryEvents } from '../entry/entryFeature.ts';
import type { MeetingError } from '../errors/MeetingError.ts';
import type { HealthEvents } from '../health/types.ts';
import type { ModerationEvents } from '../moderation/moderationFeature.ts';
import type { RosterMeetingEvents } from '../participants/rosterFeature.ts';
import type { SpeakersMeetingEvents } from '../speakers/speakersFeature.ts';
import type { SubscriptionEvents } from '../subscription/subscriptionFeature.ts';
import type { UnsupportedEvents } from './unsupportedFeature.ts';

/** State of the connection to the meeting. */
export type MeetingStateName = 'CONNECTING' | 'CONNECTED' | 'RECONNECTING' | 'FAILED' | 'DISCONNECTED';

/** What `meeting-joined` brings. */
export interface MeetingJoined {
	/** The room that was switched to, when it was. */
	switchRoomId: string | null;
	/** Everybody else. */
	peers: { id: string; displayName: string; mode: Mode; metaData: Record<string, unknown> }[];
	/** Roomcast has no polls. */
	poll: null;
	/** Messages of `send` before the join: Roomcast keeps none. */
	messages: DataMessage[];
}

/** Events of a meeting, with the arguments of their listeners. */
export interface MeetingEvents
	extends RosterMeetingEvents,
		SpeakersMeetingEvents,
		SubscriptionEvents,
		ModerationEvents,
		EntryEvents,
		CaptureEvents,
		DataEvents,
		HealthEvents,
		UnsupportedEvents {
	/**
	 * We are in: `participants` and `localParticipant` are filled. It comes at the join, and again whenever the connection is
	 * back after it was lost.
	 */
	'meeting-joined': [MeetingJoined];
	/** We are out: left, removed, taken over, or the session ended. */
	'meeting-left': [reason: LeaveReason];
	/** The state of the connection changed. */
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
	/** The server has our request to be let in, and keeps us waiting. Roomcast's own event. */
	'entry-waiting': [];
	/** Something went wrong that no promise could tell: `{ code, name, message }`. */
	error: [MeetingError];
}

/** Listeners of the events of a meeting, by event: the name of it in the VideoSDK JavaScript SDK. */
export type MeetingEvent = { [E in keyof MeetingEvents]: (...args: MeetingEvents[E]) => void };
