import { MeetingError } from '../errors/MeetingError.ts';
import type { Feature } from '../feature/Feature.ts';
import type { MeetingStateName } from './events.ts';
import type { MeetingEngine } from './MeetingEngine.ts';

/** Joining and leaving. */
export interface LifecycleMethods {
	/** The room. */
	readonly id: string;
	/** The occupancy of the room that this is part of; null before the join. Roomcast's own property. */
	readonly sessionId: string | null;
	/** What the token allows; empty before the join. Roomcast's own property. */
	readonly permissions: readonly string[];
	/** State of the connection; null before `join()`. Roomcast's own property. */
	readonly state: MeetingStateName | null;
	/** Whether we wait to be let in. Roomcast's own property. */
	readonly waiting: boolean;

	/**
	 * Enters the room. Resolves when the server let us in, after `meeting-joined`. With a token that has only
	 * `ask_join` it may resolve earlier, after `entry-waiting`: we are in as soon as somebody lets us in, or told by
	 * `entry-responded` that nobody will.
	 *
	 * @throws MeetingError what the server refused (4xxx); 4008 for `ask_join` beside another permission; 3047 when it cannot be reached; 3054 or 3055 at a second call
	 */
	join(): Promise<void>;

	/**
	 * Leaves the room, and closes camera and microphone.
	 *
	 * @throws MeetingError 3054 when the meeting is over already
	 */
	leave(): Promise<void>;

	/**
	 * Leaves the room for another, with everything that is sent: `participant-left` for those here, then `meeting-joined` with
	 * `switchRoomId`. The others here see us leave.
	 *
	 * @param options the room, and a token for it if this one is not
	 * @throws MeetingError 3073 for another room or token than a text; 3065 while the connection is being restored; 4076
	 *   when we cannot get in there, and then the meeting is over: `meeting-left` 1104
	 */
	switchTo(options: { meetingId: string; token?: string }): Promise<void>;

	/**
	 * Ends the session for everybody.
	 *
	 * @throws MeetingError 4008 without the permission `allow_mod`
	 */
	end(): Promise<void>;

	/**
	 * Gives the meeting a fresh token, for instance after `token-expiring`. It counts when the meeting has to be joined
	 * again; who is in stays in without. May be called at any time. Roomcast's own method.
	 *
	 * @throws MeetingError 3073 for one that is no text, or names another participant
	 */
	setToken(token: string): void;
}

/** Joins, leaves and ends the meeting. @internal */
export function lifecycleFeature(engine: MeetingEngine): Feature<LifecycleMethods, 'left' | 'media-reset'> {
	return {
		methods: {
			get id() {
				return engine.roomId;
			},
			get sessionId() {
				return engine.session?.sessionId ?? null;
			},
			get permissions() {
				return engine.session?.permissions ?? [];
			},
			get state() {
				return engine.state;
			},
			get waiting() {
				return engine.waiting;
			},
			join: () => engine.join(),
			leave: () => engine.leave(),
			async switchTo({ meetingId, token }) {
				if (typeof meetingId !== 'string' || meetingId === '')
					throw MeetingError.of('ERROR_INVALID_PARAMETER', `meetingId is ${JSON.stringify(meetingId)}, not a room`);
				await engine.switchTo(meetingId, token);
			},
			async end() {
				engine.requireJoined();
				await engine.end();
			},
			setToken: (token) => engine.setToken(token),
		},
		notifications: {
			left: ({ reason }) => engine.handleOut(reason),
			'media-reset': () => engine.handleMediaReset(),
		},
	};
}
