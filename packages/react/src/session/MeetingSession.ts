import { type Meeting, MeetingError, type MeetingOptions, type Participant, VideoSDK } from '@roomcast/client';
import { Store } from '../store/Store.ts';
import { StoreFamily } from '../store/StoreFamily.ts';
import { type MeetingState, OUTSIDE, readCaptures, readLocal } from './meetingState.ts';
import { createMethods, type MeetingMethods } from './methods.ts';
import { ParticipantWatch } from './ParticipantWatch.ts';
import { NOBODY, type ParticipantState } from './participantState.ts';
import { NO_STREAM, type StreamInfo } from './streamState.ts';

/** What a provider gives. */
export interface SessionOptions {
	readonly config: MeetingOptions;
	readonly token: string;
}

/** Makes a meeting. @throws MeetingError for options that are not valid */
export type CreateMeeting = (options: SessionOptions) => Meeting;

const createMeeting: CreateMeeting = ({ config, token }) => {
	VideoSDK.config(token);
	return VideoSDK.initMeeting(config);
};

/** Events of a meeting after which something that it records or streams is another. */
const CAPTURE_EVENTS = ['recording-state-changed', 'livestream-state-changed', 'hls-state-changed'] as const;
const ENTRY_EVENTS = ['entry-requested', 'entry-request-ended', 'entry-responded'] as const;
const LOCAL_EVENTS = ['stream-enabled', 'stream-disabled', 'media-status-changed'] as const;

/**
 * The meetings of one provider, one after the other, as stores that components follow. It knows nothing of React, and does
 * nothing before {@link join}.
 */
export class MeetingSession {
	readonly state: Store<MeetingState>;
	readonly participants = new StoreFamily<ParticipantState>(NOBODY);
	readonly streams = new StoreFamily<StreamInfo>(NO_STREAM);
	/** What components call; they never change. */
	readonly methods: MeetingMethods;
	readonly #create: CreateMeeting;
	readonly #watches = new Map<string, ParticipantWatch>();
	readonly #failures = new Set<(error: MeetingError) => void>();
	#options: SessionOptions;
	#mounted = false;
	/** Whether the provider is to enter, and did not yet. */
	#due = false;
	#inFront: { speaker: string | null; main: string | null } = { speaker: null, main: null };

	/** @param create for tests */
	constructor(options: SessionOptions, create: CreateMeeting = createMeeting) {
		this.#options = options;
		this.#create = create;
		this.state = new Store<MeetingState>({ ...OUTSIDE, meetingId: options.config.meetingId, meetingState: null });
		this.methods = createMethods(this);
	}

	/** The meeting; null outside. */
	get meeting(): Meeting | null {
		return this.state.get().meeting;
	}

	/** What the next meeting is made with. */
	configure(options: SessionOptions): void {
		this.#options = options;
	}

	/**
	 * The provider was given another room or token.
	 *
	 * @param restart whether a meeting that runs is left for one with these; else it continues, with the fresh token
	 */
	handleChanged(restart: boolean): void {
		const { config, token } = this.#options;
		const { meeting } = this;
		if (meeting === null) {
			this.state.set({ meetingId: config.meetingId });
			this.#joinIfDue();
		} else if (restart) void this.#restart(meeting);
		else if (meeting.id === config.meetingId && token !== '') this.#try(() => meeting.setToken(token));
	}

	/** Calls back on what neither a promise nor an event of a meeting says, until the returned function is called. */
	onFailure(listener: (error: MeetingError) => void): () => void {
		this.#failures.add(listener);
		return () => this.#failures.delete(listener);
	}

	/** Something failed that neither a promise nor an event of a meeting says. */
	report(error: unknown): void {
		const failure = MeetingError.from(error, 'ERROR_UNABLE_TO_JOIN_MEETING');
		for (const listener of [...this.#failures]) listener(failure);
	}

	/** The provider is on the page. @param joins whether it enters at once */
	mount(joins: boolean): void {
		this.#mounted = true;
		this.#due = joins;
		// In strict mode, effects are run, undone and run again at once: only the result counts.
		queueMicrotask(() => this.#joinIfDue());
	}

	/** The provider is not on the page any more. */
	unmount(): void {
		this.#mounted = false;
		queueMicrotask(() => {
			if (!this.#mounted) this.meeting?.leave().catch(() => {});
		});
	}

	/**
	 * Makes a meeting and enters it; resolves when we are in, or wait to be let in.
	 *
	 * @throws MeetingError as `join` of a meeting; 3054 or 3055 when there is one
	 */
	async join(): Promise<void> {
		// Which refuses a second time.
		if (this.meeting !== null) return this.meeting.join();
		const meeting = this.#create(this.#options);
		this.#follow(meeting);
		await meeting.join();
	}

	/** Reads again what is on at this machine. */
	refreshLocal(): void {
		if (this.meeting) this.state.set(readLocal(this.meeting));
	}

	/** Reads a stream again. */
	refreshStream(id: string): void {
		for (const { participant } of this.#watches.values())
			if (participant.streams.has(id)) this.#watches.get(participant.id)?.refresh();
	}

	async #restart(meeting: Meeting): Promise<void> {
		await meeting.leave().catch(() => {});
		if (this.#mounted && this.meeting === null) this.#joinAlone();
	}

	/** Enters once where the provider does that, as soon as there is a token. */
	#joinIfDue(): void {
		if (!this.#mounted || !this.#due || this.#options.token === '') return;
		this.#due = false;
		if (this.meeting === null) this.#joinAlone();
	}

	/** Joins where nobody waits for it: what fails comes as an event. */
	#joinAlone(): void {
		this.#try(() => {
			const meeting = this.#create(this.#options);
			this.#follow(meeting);
			// The meeting emits what fails.
			meeting.join().catch(() => {});
		});
	}

	#try(action: () => void): void {
		try {
			action();
		} catch (error) {
			this.report(error);
		}
	}

	#follow(meeting: Meeting): void {
		const { localParticipant } = meeting;
		const mine = (action: () => void) => () => {
			if (this.meeting === meeting) action();
		};
		const refreshLocal = mine(() => this.refreshLocal());
		for (const event of LOCAL_EVENTS) localParticipant.on(event, refreshLocal);
		for (const event of CAPTURE_EVENTS)
			meeting.on(
				event,
				mine(() => this.state.set(readCaptures(meeting))),
			);
		for (const event of ENTRY_EVENTS)
			meeting.on(
				event,
				mine(() => this.state.set({ entryRequests: [...meeting.entryRequests] })),
			);
		meeting.on(
			'entry-waiting',
			mine(() => this.state.set({ isWaiting: true })),
		);
		meeting.on(
			'meeting-joined',
			mine(() => this.#handleJoined(meeting)),
		);
		meeting.on(
			'meeting-left',
			mine(() => this.#handleOver()),
		);
		meeting.on('meeting-state-changed', ({ state }) => {
			if (this.meeting !== meeting) return;
			this.state.set({ meetingState: state });
			// What the others did meanwhile came without events.
			if (state === 'CONNECTED') for (const watch of this.#watches.values()) watch.refresh();
			// A join that failed, or was denied, is over without `meeting-left`; what ends otherwise says that next.
			if (state === 'FAILED' || state === 'DISCONNECTED') queueMicrotask(mine(() => this.#handleOver()));
		});
		meeting.on(
			'participant-joined',
			mine(() => this.#readPeople(meeting)),
		);
		meeting.on(
			'participant-left',
			mine(() => this.#readPeople(meeting)),
		);
		meeting.on(
			'speaker-changed',
			mine(() => this.#readFront(meeting)),
		);
		meeting.on(
			'main-participant-changed',
			mine(() => this.#readFront(meeting)),
		);
		meeting.on(
			'presenter-changed',
			mine(() => this.#readFront(meeting)),
		);
		meeting.on('participant-mode-changed', ({ participantId }) => this.#watches.get(participantId)?.refresh());
		meeting.on('pin-state-changed', ({ participantId }) => {
			this.#watches.get(participantId)?.refresh();
			if (this.meeting === meeting) this.state.set({ pinnedParticipants: meeting.pinnedParticipants });
		});
		this.state.set({ ...OUTSIDE, meeting, localParticipant, meetingId: meeting.id, meetingState: meeting.state });
		this.#watch(localParticipant);
	}

	#handleJoined(meeting: Meeting): void {
		this.#readPeople(meeting);
		this.#readFront(meeting);
		this.state.set({
			isMeetingJoined: true,
			isWaiting: false,
			entryRequests: [...meeting.entryRequests],
			pinnedParticipants: meeting.pinnedParticipants,
			...readCaptures(meeting),
			...readLocal(meeting),
		});
	}

	/** The meeting is over for us. */
	#handleOver(): void {
		for (const watch of this.#watches.values()) watch.stop();
		this.#watches.clear();
		this.#inFront = { speaker: null, main: null };
		this.state.set(OUTSIDE);
	}

	#readPeople(meeting: Meeting): void {
		const people = [meeting.localParticipant, ...meeting.participants.values()];
		const ids = new Set(people.map(({ id }) => id));
		for (const [id, watch] of this.#watches) {
			if (ids.has(id)) continue;
			watch.stop();
			this.#watches.delete(id);
		}
		for (const participant of people) this.#watch(participant);
		this.state.set({ participants: new Map(people.map((one) => [one.id, one])) });
		this.#readFront(meeting);
	}

	#watch(participant: Participant): void {
		const { id } = participant;
		const known = this.#watches.get(id);
		if (known?.participant === participant) {
			known.refresh();
			return;
		}
		known?.stop();
		this.#watches.set(id, new ParticipantWatch(participant, this.participants, this.streams));
		this.#markFront(id);
	}

	#readFront(meeting: Meeting): void {
		const { activeSpeakerId, mainParticipantId, activePresenterId, localParticipant } = meeting;
		const other = mainParticipantId === null ? undefined : meeting.participants.get(mainParticipantId);
		const main = mainParticipantId === localParticipant.id ? localParticipant : other;
		const before = this.#inFront;
		this.#inFront = { speaker: activeSpeakerId, main: main?.id ?? null };
		for (const id of [before.speaker, before.main, activeSpeakerId, main?.id]) if (id) this.#markFront(id);
		this.state.set({ activeSpeakerId, mainParticipant: main ?? null, presenterId: activePresenterId });
	}

	#markFront(id: string): void {
		if (!this.#watches.has(id)) return;
		const { speaker, main } = this.#inFront;
		this.participants.set(id, { isActiveSpeaker: id === speaker, isMainParticipant: id === main });
	}
}
