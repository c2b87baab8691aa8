import { EventEmitter } from 'node:events';
import {
	type LeaveReasonName,
	leaveReason,
	type MediaOffer,
	type Mode,
	may,
	type NotificationData,
	type NotificationName,
	type PinState,
	RoomcastError,
} from '@roomcast/contract';
import type { Logger } from 'pino';
import type { MediaPeer } from '../../media/MediaPeer.ts';
import { onThisMachine } from '../../media/onThisMachine.ts';
import { AutoClose } from './AutoClose.ts';
import { CaptureStates } from './CaptureStates.ts';
import { closingTime } from './closingTime.ts';
import { Entrance } from './Entrance.ts';
import { followPeer } from './followPeer.ts';
import { HostParticipant, type HostParticipantOptions } from './HostParticipant.ts';
import { type Link, MOVED } from './Link.ts';
import { lostMeanwhile } from './lostMeanwhile.ts';
import { Moderation } from './Moderation.ts';
import { leastMode } from './modes.ts';
import { PubSub } from './PubSub.ts';
import { RealtimeStore } from './RealtimeStore.ts';
import { RESUME_WINDOW, resumeWindow } from './resumeWindow.ts';
import { SessionClock } from './SessionClock.ts';
import type { SessionHostOptions } from './SessionHostOptions.ts';
import type { JournalSession } from './SessionJournal.ts';
import { SessionMedia } from './SessionMedia.ts';
import { SessionWrites } from './SessionWrites.ts';
import type { EntryDecision } from './WaitingRoom.ts';

/** What a session tells those who follow it: recorders and streams. */
export interface SessionHostEvents {
	joined: [HostParticipant];
	/** Taken over by another with the same id: then that one has joined before. */
	left: [HostParticipant];
	pinned: [HostParticipant];
	'mode-changed': [HostParticipant];
	closed: [];
}

/**
 * A running session: the participants of one room from the first join to the last leave. All state changes happen
 * between two awaits, so that what it tells is always true.
 */
export class SessionHost extends EventEmitter<SessionHostEvents> {
	readonly moderation = new Moderation(this);
	readonly pubSub: PubSub;
	readonly store = new RealtimeStore();
	readonly entrance: Entrance;
	/** When things happen in it, as it is written down and told. */
	readonly clock: SessionClock;
	readonly captures: CaptureStates;
	readonly media: SessionMedia;
	readonly sessionId: string;
	readonly room: SessionHostOptions['room'];
	readonly home: SessionHostOptions['home'];
	readonly #options: SessionHostOptions;
	readonly #logger: Logger;
	/** With its recorders. */
	readonly #participants = new Map<string, HostParticipant>();
	readonly #writes: SessionWrites;
	#startedAt: number | undefined;
	#autoClose: AutoClose | undefined;
	/** What those who wait to be let in hear at the end. */
	#closeReason: LeaveReasonName = 'ROOM_CLOSE';
	/** Since when nobody is in and nobody waits, by `awakeMs`. */
	#unusedSince: number | undefined;
	#endReason = 'LAST_PARTICIPANT_LEFT';
	#closed = false;
	/** Whether another server has the session. */
	moved = false;

	constructor(options: SessionHostOptions) {
		super();
		this.sessionId = options.sessionId;
		this.room = options.room;
		this.home = options.home;
		this.#options = options;
		this.#logger = options.logger.child({ roomId: options.room.roomId, sessionId: options.sessionId });
		this.clock = new SessionClock(options.aliveAt ?? options.startedAt);
		this.#writes = new SessionWrites({
			journal: options.journal,
			session: () => this.record,
			clock: this.clock,
			after: options.after,
			logger: this.#logger,
		});
		this.entrance = new Entrance(
			{
				now: () => this.clock.now(),
				seat: (participantId) => this.#participants.get(participantId),
				tell: (event, data) => this.#tellDoorkeepers(event, data),
				writes: this.#writes,
			},
			options.entrance,
		);
		this.pubSub = new PubSub({
			participants: () => this.#participants.values(),
			now: () => this.clock.now(),
			keep: (message) => this.#writes.published(message),
			kept: (topic, reader, limit, before) => options.journal.messages(this.record, topic, reader, limit, before),
		});
		this.captures = new CaptureStates((change) => this.#broadcast('capture-state-changed', change));
		this.media = new SessionMedia(options.pool, this.#logger);
		this.#followMedia();
		if (options.startedAt !== undefined) this.#begin(options.startedAt);
	}

	/** The session as it is written down. */
	get record(): JournalSession {
		const { sessionId, room } = this;
		const { epoch } = this.home;
		return { sessionId, room, startedAt: this.#startedAt ?? this.clock.now(), entrance: this.entrance.record, epoch };
	}

	/** Resolves when everything that happened so far is written down. */
	settled(): Promise<void> {
		return this.#writes.settled();
	}

	/** Whether somebody was in it, and it has not gone elsewhere. */
	get begun(): boolean {
		return this.#startedAt !== undefined && !this.moved;
	}

	get closed(): boolean {
		return this.#closed;
	}

	get participants(): readonly HostParticipant[] {
		return this.#all.filter(({ hidden }) => !hidden);
	}

	participant(participantId: string): HostParticipant | undefined {
		const participant = this.#participants.get(participantId);
		return participant?.hidden === true ? undefined : participant;
	}

	/**
	 * A participant who joins with this id is a recorder: it receives and is not seen. @returns ends that, and takes it
	 * out
	 */
	hide(participantId: string): () => void {
		this.entrance.recorders.add(participantId);
		return () => {
			this.entrance.recorders.delete(participantId);
			const recorder = this.#participants.get(participantId);
			if (recorder?.hidden === true) this.remove(recorder, 'ROOM_CLOSE');
		};
	}

	/** Whether that is the id of a recorder. */
	hides(participantId: string): boolean {
		return this.entrance.recorders.has(participantId);
	}

	/**
	 * Lets somebody in. One who is there already with the same id is out with reason 1011.
	 *
	 * @throws RoomcastError MAX_PARTCIPANT_REACHED, MEDIA_SERVER_UNAVAILABLE, and as `Entrance.check`
	 */
	async join(options: HostParticipantOptions, link: Link): Promise<HostParticipant> {
		const earlier = this.#participants.get(options.participantId);
		const hidden = this.hides(options.participantId);
		if (!hidden && earlier === undefined && this.participants.length >= this.#options.maxParticipants) {
			throw new RoomcastError(
				'MAX_PARTCIPANT_REACHED',
				`it has ${this.#options.maxParticipants} participants, the maximum`,
			);
		}
		const modeLimit = this.entrance.check(options);
		const mode = leastMode([options.mode, modeLimit]);
		const participant = new HostParticipant({ ...options, mode, modeLimit, hidden, earlier }, this.clock.now(), link);
		if (!hidden) this.entrance.seated(participant.stay.seat, options);
		// In before the earlier one is out: an empty session would close.
		this.#participants.set(participant.participantId, participant);
		if (earlier !== undefined) this.#takeOut(earlier, 'DUPLICATE_PARTICIPANT', true);
		if (!hidden) {
			this.#broadcast('participant-joined', { participant: participant.info }, participant);
			this.#begin(participant.stay.joinedAt);
		}
		try {
			await Promise.all([hidden ? undefined : this.#writes.joined(participant), this.openMedia(participant)]);
			// While it was written down its worker may have died, or its mode been changed.
			while (participant.media?.closed === true && !participant.gone) await this.openMedia(participant);
		} catch (error) {
			// When it is out by now, that is what counts: what was still done for it may fail in any way.
			if (!participant.gone) {
				this.leave(participant, 'JOIN_ROOM_FAILED');
				throw error;
			}
		}
		if (participant.leaveReason !== undefined) throw lostMeanwhile(participant.participantId, participant.leaveReason);
		this.#logger.info({ participantId: participant.participantId, mode: participant.mode }, 'participant joined');
		if (!hidden) this.emit('joined', participant);
		return participant;
	}

	/** The participant asked to leave, or is taken to have left. */
	leave(participant: HostParticipant, reason: LeaveReasonName): void {
		this.#takeOut(participant, reason, false);
	}

	/** Throws a participant out for as long as the session lasts. Resolves when that is written, or cannot be written yet. */
	async expel(participant: HostParticipant, reason: LeaveReasonName): Promise<void> {
		if (participant.gone) return;
		const written = this.entrance.bar(participant);
		this.remove(participant, reason);
		await written;
	}

	/** Throws a participant out and tells it why. */
	remove(participant: HostParticipant, reason: LeaveReasonName): void {
		this.#takeOut(participant, reason, true);
	}

	/** Ends the session for everybody. */
	end(reason: LeaveReasonName, endReason: string = reason): void {
		// Those who wait are not removed with the others: for them the room closes, unless nobody may be in it any more.
		if (reason === 'KEY_REVOKED') this.#closeReason = reason;
		this.#endReason = endReason;
		if (this.participants.length === 0) this.#close();
		for (const participant of this.participants) this.#takeOut(participant, reason, true);
	}

	/** Another server has the session: it ends here, nothing more is written of it, and clients come back to it there. */
	abandon(): void {
		if (this.#closed) return;
		this.moved = true;
		this.#writes.stop();
		this.entrance.abandon();
		for (const participant of this.#all) participant.sendAway(MOVED.code, MOVED.reason);
		for (const participant of this.#all) this.#takeOut(participant, 'WEBSOCKET_DISCONNECTED', false);
		this.#close();
	}

	/**
	 * New transports and consumers for a participant; older ones are closed.
	 *
	 * @throws RoomcastError MEDIA_SERVER_UNAVAILABLE
	 */
	openMedia(participant: HostParticipant): Promise<void> {
		return this.media.open(participant, (peer) => this.#follow(participant, peer));
	}

	/** What a participant needs to build its end of the media, without the ICE servers. */
	mediaOffer(participant: HostParticipant): Omit<MediaOffer, 'iceServers'> {
		const peer = participant.media;
		if (peer === undefined) return { sendTransport: null, recvTransport: null, consumers: [], dataConsumers: [] };
		const transports = participant.hidden ? onThisMachine(peer.transports) : peer.transports;
		return { ...transports, consumers: peer.consumers, dataConsumers: peer.dataConsumers };
	}

	/** As `Entrance.answer`. */
	answerEntry(participantId: string, decision: EntryDecision): Promise<void> {
		return this.entrance.answer(participantId, decision);
	}

	/** As `Entrance.limitMode`. */
	limitMode(participant: HostParticipant, mode: Mode): Promise<void> {
		return this.entrance.limitMode(participant, mode);
	}

	/** A participant takes part in another way from now on; its media is built again. */
	changeMode(participant: HostParticipant, mode: Mode): void {
		if (participant.hidden) return;
		participant.mode = mode;
		participant.media?.close();
		this.#writes.modeChanged(participant, mode);
		this.#broadcast('participant-mode-changed', { participantId: participant.participantId, mode });
		this.emit('mode-changed', participant);
	}

	setPin(participant: HostParticipant, state: PinState, by: HostParticipant): void {
		participant.pin = state;
		const { participantId } = participant;
		this.#broadcast('pin-state-changed', { participantId, state, pinnedBy: by.participantId });
		this.emit('pinned', participant);
	}

	/** Takes out those who are not coming back. Called about once a second, with the time by `awakeMs`. */
	sweep(now: number): void {
		for (const participant of this.#all) {
			const { detached } = participant;
			if (detached === undefined) continue;
			if (now - detached.since >= resumeWindow(participant, detached.cause))
				this.leave(participant, 'WEBSOCKET_DISCONNECTED');
		}
		this.entrance.sweep(now);
		this.#closeIfUnused(now);
	}

	get #all(): HostParticipant[] {
		return [...this.#participants.values()];
	}

	/** The session begins with the first join, or began before a server died. */
	#begin(startedAt: number): void {
		if (this.#startedAt !== undefined) return;
		this.#startedAt = startedAt;
		const at = closingTime(this.room, startedAt);
		if (at === undefined) return;
		this.#autoClose = new AutoClose(at - this.clock.now(), () => this.end('ROOM_CLOSE', 'AUTO_CLOSE'));
	}

	#takeOut(participant: HostParticipant, name: LeaveReasonName, tell: boolean): void {
		if (participant.gone) return;
		const reason = leaveReason(name);
		const { participantId, detached, media } = participant;
		// Who is not coming back was gone when the connection broke, however long it was waited for.
		const at =
			detached === undefined || media?.connected === true
				? this.clock.now()
				: this.clock.ago(performance.now() - detached.at);
		participant.close(reason, tell);
		this.pubSub.forget(participant);
		this.store.forget(participant);
		if (this.#participants.get(participantId) === participant) this.#participants.delete(participantId);
		if (participant.hidden) return;
		this.#writes.left(participant, reason, at);
		this.#broadcast('participant-left', { participantId, reason });
		this.#logger.info({ participantId, reason: name }, 'participant left');
		this.emit('left', participant);
		if (this.participants.length === 0) this.#close();
	}

	/**
	 * A session that nobody is in yet, or again after its server died, lasts while somebody waits for it, and as long
	 * again as one who was let in may take to come.
	 */
	#closeIfUnused(now: number): void {
		if (this.participants.length > 0 || this.entrance.waiting.size > 0) this.#unusedSince = undefined;
		else this.#unusedSince ??= now;
		if (this.#unusedSince !== undefined && now - this.#unusedSince >= RESUME_WINDOW) this.#close();
	}

	#close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#autoClose?.cancel();
		this.entrance.close(leaveReason(this.#closeReason));
		if (this.#startedAt !== undefined) this.#writes.ended(this.#endReason);
		for (const recorder of this.#all) this.remove(recorder, 'ROOM_CLOSE');
		this.media.close();
		this.emit('closed');
	}

	#followMedia(): void {
		const { room } = this.media;
		room.on('speaker', (participantId) => this.#broadcast('speaker-changed', { participantId }));
		room.on('levels', (levels) => {
			const data = JSON.stringify({ levels });
			for (const participant of this.#participants.values()) participant.notifyTransient('audio-levels', data);
		});
		room.on('lost', (participantIds) => {
			this.#logger.warn({ participantIds }, 'media worker of participants lost; they set up their media again');
			for (const participantId of participantIds) {
				const participant = this.#participants.get(participantId);
				if (participant !== undefined && participant.mode !== 'SIGNALLING_ONLY') participant.notify('media-reset', {});
			}
		});
	}

	#follow(participant: HostParticipant, peer: MediaPeer): void {
		const { participantId } = participant;
		followPeer(participant, peer, {
			exceeded: (bitrate) => {
				this.#logger.info({ participantId, bitrate }, 'participant sends far too much, and is removed');
				this.remove(participant, 'BITRATE_EXCEEDED');
			},
			switched: (kind, on) => this.#writes.switched(participant, kind, on),
			tellOthers: (event, data) => this.#tellOthers(event, participant, data),
		});
	}

	/** Tells those who may let others in. */
	#tellDoorkeepers<N extends NotificationName>(event: N, data: NotificationData<N>): void {
		for (const participant of this.#participants.values()) {
			if (may('call.let-in', participant)) participant.notify(event, data);
		}
	}

	/** Tells the others about a participant, unless it has left: then they know. */
	#tellOthers<N extends NotificationName>(event: N, about: HostParticipant, data: NotificationData<N>): void {
		if (!about.gone) this.#broadcast(event, data, about);
	}

	#broadcast<N extends NotificationName>(event: N, data: NotificationData<N>, except?: HostParticipant): void {
		const text = JSON.stringify(data);
		for (const participant of this.#participants.values()) {
			if (participant !== except) participant.notifySerialized(event, text);
		}
	}
}
