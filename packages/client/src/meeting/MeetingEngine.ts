import type { RequestReply } from '@roomcast/contract/signalling/requests';
import type { Device } from 'mediasoup-client';
import { leaveReason } from '../constants/leaveReasons.ts';
import type { LeaveReason } from '../contract/types.ts';
import type { ExternalE2EEKeyProvider } from '../e2ee/ExternalE2EEKeyProvider.ts';
import { MeetingError } from '../errors/MeetingError.ts';
import { Emitter } from '../events/Emitter.ts';
import type { LifecycleEvents, Preconditions } from '../feature/Feature.ts';
import { participantIdFor } from '../identity/participantId.ts';
import { logger } from '../log/logger.ts';
import type { DeviceLoader } from '../media/DeviceLoader.ts';
import { stopPreCallTest } from '../precall/startPreCallTest.ts';
import type { Connection } from '../signalling/Connection.ts';
import { EventGate } from './EventGate.ts';
import type { MeetingEvents, MeetingStateName } from './events.ts';
import { Joining } from './Joining.ts';
import { MediaRounds } from './MediaRounds.ts';
import { createParts, type MeetingParts } from './MeetingParts.ts';
import { openDevices } from './openDevices.ts';
import type { MeetingSettings } from './options.ts';
import { watchPage } from './watchPage.ts';

/** A join that is not done within this has failed, in ms. */
const JOIN_TIME = 15_000;
/** How long a session that is over is tried to be joined again, in ms. */
const REJOIN_TIME = 120_000;
/** How long to wait for the answer to a `leave` before just going, in ms. */
const LEAVE_TIME = 1000;
/** What the browser has to hear of the server after its network changed, in ms, to keep the connection. */
const PROBE_TIME = 2000;
/** The same after a sleep, in ms: after a sleep, the server has mostly stopped waiting, and the user wants to be back at once. */
const WAKING_PROBE_TIME = 1000;

/** What a meeting is made of from outside. */
export interface EngineContext {
	/** Not yet part of a meeting; may be open already. */
	readonly connection: Connection;
	readonly token: string;
	readonly devices: DeviceLoader;
	/** Has the keys, where media is end-to-end encrypted. */
	readonly keyProvider?: ExternalE2EEKeyProvider | undefined;
	/** Name and version of the SDK that the app uses on top of this one, `name/version`; undefined: none. */
	readonly sdkName?: string;
}

/** What a meeting asks of the server to join and leave. @internal */
export type LifecycleRequests = 'join' | 'leave' | 'end' | 'ask-entry' | 'restart-media';

/**
 * The life of a meeting: join ({@link Joining}), connection lost and back, session lost and joined again, media worker lost
 * and media made again ({@link MediaRounds}), leave. Everything that lasts is in the managers ({@link MeetingParts}); this
 * feeds them.
 */
export class MeetingEngine implements Preconditions {
	readonly events = new Emitter<MeetingEvents>();
	/** Feeds the features. */
	readonly lifecycle = new Emitter<LifecycleEvents>();
	readonly parts: MeetingParts;
	readonly connection: Connection;
	readonly #settings: MeetingSettings;
	readonly #joining: Joining;
	/** Holds events about what a join finds until after `meeting-joined`. */
	readonly gate = new EventGate<MeetingEvents>(this.events);
	readonly #rounds: MediaRounds;
	#state: MeetingStateName | null = null;
	#joined: RequestReply<'join'> | null = null;
	#unwatch: (() => void) | null = null;
	/** The room that we are on our way to, from another one. */
	#switchesTo: string | null = null;
	/** The page was hidden, and we left with it. */
	#pageGone = false;

	constructor(settings: MeetingSettings, context: EngineContext) {
		this.#settings = settings;
		this.connection = context.connection;
		const id = participantIdFor(settings.participantId, context.token);
		this.parts = createParts(settings, id, this.connection.request, context.keyProvider);
		this.#joining = new Joining({
			...context,
			settings,
			localParticipant: this.parts.localParticipant,
			encryption: this.parts.encryption,
			entered: (reply, device) => this.#handleEntered(reply, device),
		});
		this.#rounds = new MediaRounds(this.parts, this.connection);
		this.#wireJoining();
		this.#wireConnection();
		this.#wireMedia();
	}

	get state(): MeetingStateName | null {
		return this.#state;
	}

	/** The room that we are in, or want to be. */
	get roomId(): string {
		return this.#joining.roomId;
	}

	/** What the server answered to the last join. */
	get session(): RequestReply<'join'> | null {
		return this.#joined;
	}

	/** Whether the server has our request to be let in, unanswered. */
	get waiting(): boolean {
		return this.#joining.waiting;
	}

	get #over(): boolean {
		return this.#state === 'DISCONNECTED' || this.#state === 'FAILED';
	}

	/** Whether streams may be sent in this mode. */
	get sends(): boolean {
		return this.parts.localParticipant.mode === 'SEND_AND_RECV';
	}

	/**
	 * Resolves when we are in, or wait to be let in.
	 *
	 * @throws MeetingError what the server refused; 3047 without a connection; 3054 or 3055 at a second call
	 */
	async join(): Promise<void> {
		if (this.#state === 'CONNECTING') throw MeetingError.of('ERROR_OPERATION_IN_PROGRESS', 'join()');
		if (this.#state !== null)
			throw MeetingError.of('ERROR_ALREADY_IN_REQUESTED_STATE', `the meeting is ${this.#state}`);
		const asks = this.#joining.mustAsk;
		stopPreCallTest();
		this.#setState('CONNECTING');
		this.#joining.watchToken();
		this.#watchPage();
		if (!asks) return this.#enterFirst(() => true);
		await new Promise<void>((waits, refused) => {
			this.#enterFirst(() => this.#letIn(JOIN_TIME, waits)).then(waits, refused);
		});
	}

	/** @param letIn resolves whether we may enter */
	async #enterFirst(letIn: () => boolean | Promise<boolean>): Promise<void> {
		let publish: () => void;
		this.gate.hold();
		try {
			const mayEnter = letIn();
			if (mayEnter !== true && !(await mayEnter)) return this.gate.drop();
			publish = openDevices(this.#settings, this.parts, (error) => this.events.emit('error', error));
			await this.#joining.enter(JOIN_TIME);
			if (this.#over) throw MeetingError.of('ERROR_OPERATION_ABORTED', 'the meeting is over');
		} catch (error) {
			const failure = MeetingError.from(error, 'ERROR_UNABLE_TO_JOIN_MEETING');
			this.gate.drop();
			// Left while joining: this is already reported, or will be as soon as the page is back.
			if (this.#over || this.#pageGone) throw failure;
			this.#close();
			this.events.emit('error', failure);
			this.#setState('FAILED');
			throw failure;
		}
		// A moderator may have decided that we only receive: what was opened is given back by then.
		if (this.sends) publish();
	}

	/** @throws MeetingError 3035 before a join, 3054 after the end */
	async leave(): Promise<void> {
		if (this.#state === null) throw MeetingError.of('ERROR_ACTION_PERFORMED_BEFORE_MEETING_JOINED', 'leave()');
		if (this.connection.closed) throw MeetingError.of('ERROR_ALREADY_IN_REQUESTED_STATE', 'the meeting is over');
		this.parts.local.close();
		if (this.connection.ready) {
			const told = this.connection.request('leave', {}).catch(() => {});
			await Promise.race([told, new Promise((resolve) => setTimeout(resolve, LEAVE_TIME))]);
		} else this.connection.leaveNow();
		this.#finish(leaveReason('MANUAL_LEAVE_CALLED'));
	}

	/** @throws MeetingError 4008 without `allow_mod`; 3057 otherwise */
	async end(): Promise<void> {
		try {
			await this.connection.request('end', {});
		} catch (error) {
			// Its `left` can be here before its answer.
			if (this.#over) return;
			throw MeetingError.from(error, 'ERROR_END_MEETING_FAILED');
		}
		// The server says `left` to everybody, us too; should that get lost we are out all the same.
		setTimeout(() => this.#finish(leaveReason('ROOM_CLOSE')), LEAVE_TIME);
	}

	/**
	 * Leaves the room for another. What is sent is sent there.
	 *
	 * @throws MeetingError 3035; 3056; 3065; 3073 as {@link setToken}; 4076 when we cannot get in: the meeting is over then
	 */
	async switchTo(roomId: string, token?: string): Promise<void> {
		this.requireJoined();
		if (this.#state !== 'CONNECTED' || !this.connection.ready) throw MeetingError.of('ERROR_MEETING_RECONNECTING');
		this.#joining.moveTo(roomId, token);
		this.#switchesTo = roomId;
		this.#setState('CONNECTING');
		this.#rounds.end();
		this.connection.endSession();
		this.parts.roster.handleSessionLeft(leaveReason('SWITCH_ROOM'));
		try {
			if (this.#joining.mustAsk && !(await this.#letIn(JOIN_TIME, () => {})))
				throw MeetingError.of('ERROR_OPERATION_ABORTED', 'the entry was denied');
			await this.#joining.enter(JOIN_TIME);
		} catch (error) {
			this.#finish(leaveReason('SWITCH_ROOM_FAILED'), 'FAILED');
			throw MeetingError.of('SWITCH_MEETING_FAILED', error instanceof Error ? error.message : String(error), error);
		}
	}

	/**
	 * The app has another token.
	 *
	 * @throws MeetingError 3073 for one that is no token, or is for another participant
	 */
	setToken(token: string): void {
		this.#joining.setToken(token);
	}

	/** The page goes away: the others see it at once. The app hears of it when the page is back. */
	handlePageHide(): void {
		this.#pageGone = true;
		this.connection.leaveNow();
		this.parts.local.close();
	}

	requireJoined(): void {
		if (!this.session) throw MeetingError.of('ERROR_ACTION_PERFORMED_BEFORE_MEETING_JOINED');
		if (this.connection.closed) throw MeetingError.of('ERROR_OPERATION_ABORTED', 'the meeting is over');
	}

	requireSending(): void {
		this.requireJoined();
		if (this.sends) return;
		const { mode } = this.parts.localParticipant;
		throw MeetingError.of('ERROR_ACTION_NOT_SUPPORTED_IN_MODE', `the mode is ${mode}`);
	}

	/** The server says that we are out. */
	handleOut(reason: LeaveReason): void {
		this.#finish(reason);
	}

	/** The media worker of the room died, and with it all media. */
	handleMediaReset(): void {
		logger.warn('The media worker of the room died; setting up media again');
		void this.#rounds.restart();
	}

	/** The server closed our media to give us another: what the mode does not send any more is stopped. */
	handleModeChanged(): void {
		this.parts.local.handleSends(this.sends);
		void this.#rounds.restart();
	}

	#wireJoining(): void {
		const { events } = this;
		this.#joining.on('waiting', () => events.emit('entry-waiting'));
		// Whatever is held until we are in must not hold this.
		this.#joining.on('delayed', (error) => events.emit('join-delayed', error));
		this.#joining.on('tokenEnding', (end) => events.emit('token-expiring', end));
	}

	#wireConnection(): void {
		const { connection } = this;
		connection.on('lost', (reason) => {
			logger.info(`The connection was lost (${reason}); reconnecting`);
			this.#setState('RECONNECTING');
		});
		connection.on('resumed', () => {
			logger.info('The connection is back');
			this.#tellJoined();
		});
		connection.on('expired', () => {
			logger.info('The session has ended on the server; joining again');
			this.#rounds.end();
			void this.#rejoin();
		});
		connection.on('gave-up', () => this.#finish(leaveReason('WEBSOCKET_CONNECTION_ATTEMPTS_EXHAUSTED'), 'FAILED'));
	}

	#wireMedia(): void {
		this.#rounds.on('started', (offer) => this.lifecycle.emit('mediaStarted', offer));
		this.#rounds.on('state', (change) => this.events.emit('media-state-changed', change));
		this.#rounds.on('error', (error) => this.events.emit('error', error));
	}

	/** Asks to be let in. @param waits called when the server keeps us waiting. @returns whether we are let in */
	async #letIn(within: number, waits: () => void): Promise<boolean> {
		const outcome = await this.#joining.letIn(within, waits);
		if (outcome === 'denied') {
			this.#close();
			this.#setState('DISCONNECTED');
		}
		return outcome === 'allowed';
	}

	/** We are in. All of it happens before the next message of the server is read. */
	#handleEntered(reply: RequestReply<'join'>, device: Device | null): void {
		const first = this.#joined === null;
		this.#joined = reply;
		const { localParticipant } = this.parts;
		const { participantId: id, displayName, mode } = reply;
		localParticipant.handleDescription({ id, displayName, mode, metaData: this.#settings.metaData, local: true });
		this.parts.local.handleSends(this.sends);
		if (!first) this.gate.hold();
		this.#rounds.begin(device, reply.media, () => this.lifecycle.emit('snapshot', reply));
		logger.info(first ? `Joined ${reply.roomId} as ${id}` : `Joined ${reply.roomId} again`);
		this.#tellJoined();
		// Who hears that we are in may leave at once.
		if (this.#over) return;
		this.lifecycle.emit('told', reply);
		if (this.#over) return;
		this.gate.open();
		this.lifecycle.emit('entered', reply);
		this.connection.startSession(reply.resumeToken);
		this.lifecycle.emit('sessionStarted');
	}

	async #rejoin(): Promise<void> {
		try {
			if (this.#joining.mustAsk && !(await this.#letIn(REJOIN_TIME, () => {}))) return;
			await this.#joining.enter(REJOIN_TIME);
		} catch (error) {
			if (this.connection.closed) return;
			this.events.emit('error', MeetingError.from(error, 'ERROR_UNABLE_TO_JOIN_MEETING'));
			this.#finish(leaveReason('JOIN_ROOM_FAILED'), 'FAILED');
		}
	}

	#watchPage(): void {
		this.#unwatch ??= watchPage({
			gone: () => this.handlePageHide(),
			back: () => this.#finish(leaveReason('MANUAL_LEAVE_CALLED')),
			networkChanged: () => {
				this.connection.probe(PROBE_TIME);
				this.parts.media.mend();
			},
			woke: () => {
				this.connection.probe(WAKING_PROBE_TIME);
				this.parts.media.mend();
			},
			offline: () => this.connection.probe(PROBE_TIME),
		});
	}

	/** We are in, for the first time or again: apps hear of it before the state, and of the others after it. */
	#tellJoined(): void {
		this.#state = 'CONNECTED';
		const peers = [...this.parts.roster.participants.values()].flatMap(({ id, displayName, mode, metaData, local }) =>
			local ? [] : [{ id, displayName, mode, metaData }],
		);
		const switchRoomId = this.#switchesTo;
		this.#switchesTo = null;
		this.events.emit('meeting-joined', { switchRoomId, peers, poll: null, messages: [] });
		if (this.#state === 'CONNECTED') this.events.emit('meeting-state-changed', { state: 'CONNECTED' });
	}

	#setState(state: MeetingStateName): void {
		if (this.#state === state) return;
		this.#state = state;
		this.events.emit('meeting-state-changed', { state });
	}

	#finish(reason: LeaveReason, state: MeetingStateName = 'DISCONNECTED'): void {
		if (this.#over) return;
		logger.info(`Left: ${reason.message}`);
		this.#joining.forgetSeat();
		this.#close();
		this.#setState(state);
		this.events.emit('meeting-left', reason);
		this.events.silence();
	}

	#close(): void {
		this.#joining.close();
		this.#unwatch?.();
		this.#unwatch = null;
		this.connection.close();
		this.parts.local.close();
		this.#rounds.end();
		this.lifecycle.emit('closed');
	}
}
