import {
	type BusChannelHead,
	type LeaveReasonName,
	leaveReason,
	MAX_JOIN_BYTES,
	type NotificationData,
	REQUESTS,
	type RequestData,
	RoomcastError,
} from '@roomcast/contract';
import type { Logger } from 'pino';
import type { BusChannel } from '../cluster/bus/BusChannel.ts';
import { reach } from '../cluster/homes/reach.ts';
import { authorize } from '../policy/authorize.ts';
import type { SecurityFacts } from '../security/facts.ts';
import type { SecurityLog } from '../security/SecurityLog.ts';
import type { Admission } from '../sessions/Admission.ts';
import type { DetachCause } from '../sessions/host/HostParticipant.ts';
import type { Link } from '../sessions/host/Link.ts';
import { lostMeanwhile } from '../sessions/host/lostMeanwhile.ts';
import { type Notification, transient } from '../sessions/host/NotificationLog.ts';
import type { SessionHost } from '../sessions/host/SessionHost.ts';
import type { SessionRoom } from '../sessions/host/SessionJournal.ts';
import type { Seat, SessionRegistry } from '../sessions/host/SessionRegistry.ts';
import { awakeMs } from '../time/AwakeClock.ts';
import { Allowance, type AllowanceOptions } from './Allowance.ts';
import type { ClientSocket } from './ClientSocket.ts';
import * as bounds from './connectionBounds.ts';
import { joinReply } from './joinReply.ts';
import { errorInfo, errorText, type ParsedRequest, read, replyText, unread } from './messages.ts';
import { passBack } from './relay/passBack.ts';
import { SILENT } from './relay/RelayedSocket.ts';
import { HANDLERS, type RequestContext, type SeatedRequest } from './requests.ts';
import { SendQueue, SLOW } from './SendQueue.ts';
import { TestCall, type TestCallContext } from './TestCall.ts';
import type { UnsentBudget } from './UnsentBudget.ts';

/** What every connection needs. */
export interface ConnectionContext extends RequestContext, AllowanceOptions, Pick<TestCallContext, 'media'> {
	readonly admission: Admission;
	readonly registry: SessionRegistry;
	readonly welcome: NotificationData<'welcome'>;
	/** What hears of every request that is refused. */
	readonly security: SecurityLog;
	/** What clients leave unread, together. */
	readonly unsent: UnsentBudget;
	/** Opens a way to another node; undefined when there are none. */
	readonly openChannel: ((nodeId: string, client: BusChannelHead<'signalling'>) => Promise<BusChannel>) | undefined;
	readonly logger: Logger;
}

/** One WebSocket: parses, answers, and carries a participant's notifications once it has joined. */
export class Connection implements Link {
	readonly #socket: ClientSocket;
	readonly #context: ConnectionContext;
	readonly #origin: BusChannelHead<'signalling'>;
	#limitReported = false;
	readonly #queue: SendQueue;
	readonly #test: TestCall;
	#seat: Seat | undefined;
	/** Where and as whom it waits to be let in. */
	#waiting: { host: SessionHost; participantId: string } | undefined;
	/** The way to the node of its session, when that is another: then messages only pass through here. */
	#away: BusChannel | undefined;
	/** A join or resume is being answered. */
	#entering = false;
	/** Where a join is under way. */
	#joining: SessionRoom | undefined;
	/** Why a join that is under way is not wanted any more. */
	#abandoned: LeaveReasonName | undefined;
	#badMessages = 0;
	readonly #allowance: Allowance;
	/** By `awakeMs`, as all its times. */
	#heard = awakeMs();
	/** Since when it has nobody. A join that is refused does not count. */
	#emptySince = awakeMs();

	/**
	 * @param origin where the client's request came from
	 * @param relayed whether another node relays it, which has said `welcome` already
	 */
	constructor(socket: ClientSocket, context: ConnectionContext, origin: BusChannelHead<'signalling'>, relayed = false) {
		this.#allowance = new Allowance(context, origin.address);
		this.#socket = socket;
		this.#context = context;
		this.#origin = origin;
		this.#queue = new SendQueue(socket, context.unsent, () => this.#reportLimit(SLOW.code, SLOW.reason));
		this.#test = new TestCall(context, (notification) => this.send(notification));
		socket.on('message', (message, binary) => this.#receive(message, binary));
		socket.on('pong', () => this.#hear());
		socket.on('silent', () => this.#end('silent'));
		socket.on('close', () => this.#end('closed'));
		// `close` follows every error: all there is to do is not to crash.
		socket.on('error', (error) => context.logger.debug({ err: error }, 'websocket error'));
		if (!relayed) this.send(transient('welcome', context.welcome));
	}

	get region(): string | undefined {
		return this.#origin.region;
	}

	send(message: string | Notification): void {
		this.#queue.send(message);
	}

	sendBacklog(missed: readonly Notification[]): void {
		this.#queue.sendBacklog(missed);
	}

	close(code: number, reason: string): void {
		// One that does not read is closed again with each notification.
		this.#reportLimit(code, reason);
		// Not at once: the reply to the request that led here goes out first.
		setImmediate(() => {
			this.#queue.flush();
			this.#socket.close(code, reason);
		});
	}

	#reportLimit(code: number, reason: string): void {
		if (!bounds.LIMITS.includes(code) || this.#limitReported) return;
		this.#limitReported = true;
		this.#context.security.report('limit-reached', { ...this.#facts, closeCode: code, reason });
	}

	/**
	 * Asks for a sign of life, and gives the connection up when the last one is too old, or nobody came by it in time.
	 *
	 * @param now by `awakeMs`
	 * @param timeout ms
	 */
	ping(now: number, timeout: number): void {
		if (now - this.#heard > timeout) {
			this.#end('silent');
			this.#socket.terminate();
		} else if (this.#isEmpty && now - this.#emptySince > bounds.MAX_EMPTY) {
			this.close(bounds.CLOSE_EMPTY, `nobody joined within ${bounds.MAX_EMPTY / 1000} s`);
		} else if (this.#socket.readyState === this.#socket.OPEN) {
			this.#socket.ping();
		}
	}

	get #isEmpty(): boolean {
		if (this.#entering || this.#test.running) return false;
		return this.#seat === undefined && this.#waiting === undefined && this.#away === undefined;
	}

	#hear(): void {
		this.#heard = awakeMs();
	}

	#end(cause: DetachCause): void {
		this.#test.close();
		this.#away?.close(cause === 'silent' ? SILENT : bounds.GOING_AWAY);
		this.#abandon('WEBSOCKET_DISCONNECTED');
		this.#waiting?.host.entrance.detach(this.#waiting.participantId, this);
		const seat = this.#seat;
		this.#seat = undefined;
		if (seat?.participant.isLinkedBy(this))
			seat.participant.detach(cause, cause === 'silent' ? this.#heard : awakeMs());
	}

	#receive(message: Buffer, binary: boolean): void {
		this.#hear();
		if (this.#away !== undefined) {
			this.#away.send(binary ? message : message.toString());
			return;
		}
		const seat = this.#seat;
		if (seat === undefined && this.#allowance.isTooLarge(message.length)) {
			this.close(bounds.CLOSE_TOO_LARGE, `before somebody has joined a message may have ${MAX_JOIN_BYTES} bytes`);
			return;
		}
		const refusal = this.#allowance.refuse(seat?.participant.resumeToken);
		if (this.#allowance.refused >= bounds.MAX_REFUSED) this.close(bounds.CLOSE_FLOOD, 'too many messages');
		if (this.#allowance.refused > bounds.MAX_REFUSED) return;
		const request = refusal === undefined ? read(message, binary) : unread(message, refusal);
		if ('error' in request) {
			if (request.id !== undefined) this.#refuse(request.id, request.error, undefined);
			else if (++this.#badMessages >= bounds.MAX_BAD_MESSAGES)
				this.close(bounds.CLOSE_BAD_MESSAGES, 'too many bad messages');
			else this.send(transient('error', errorInfo(request.error)));
			return;
		}
		const bounded = seat === undefined && !this.#test.running;
		const tooLarge = bounded ? this.#allowance.refuseSize(request.method, message.length) : undefined;
		if (tooLarge === undefined) void this.#answer(request, message);
		else this.#refuse(request.id, tooLarge, request.method);
	}

	async #answer(request: ParsedRequest, message: Buffer): Promise<void> {
		const { id, method, data } = request;
		if (method === 'join') return this.#enter(request, () => this.#join(id, data as RequestData<'join'>, message));
		if (method === 'resume')
			return this.#enter(request, () => this.#resume(id, data as RequestData<'resume'>, message));
		if (method === 'ask-entry')
			return this.#enter(request, () => this.#ask(id, data as RequestData<'ask-entry'>, message));
		if (method === 'leave' && this.#entering) return this.#leaveEarly(id);
		if (method === 'leave' && this.#waiting !== undefined) return this.#giveUp(id);
		const seat = this.#seat;
		if (seat === undefined || method === 'test-call') return this.#answerTest(request);
		const reply = await seat.participant.replyOnce(id, () => this.#handle(seat, request));
		// On whichever connection the participant has by now; one that has left still gets its answer here.
		if (seat.participant.gone) this.send(reply);
		else seat.participant.send(reply);
		if (method === 'leave') this.close(1000, 'left');
	}

	async #handle(seat: Seat, { id, method, data }: ParsedRequest): Promise<string> {
		try {
			this.#context.targets.check(REQUESTS[method].data, data, 'data');
			const handler = HANDLERS[method as SeatedRequest] as (
				seat: Seat,
				data: unknown,
				context: RequestContext,
			) => Promise<unknown> | unknown;
			authorize(REQUESTS[method].action, seat.participant);
			return replyText(id, await handler(seat, data, this.#context));
		} catch (error) {
			return this.#refusal(id, this.#known(error, method), method);
		}
	}

	/** What somebody asks who has not joined: of a test call, if anything. */
	async #answerTest(request: ParsedRequest): Promise<void> {
		const { id, method } = request;
		try {
			if (this.#seat !== undefined) throw new RoomcastError('ALREADY_JOINED');
			this.send(replyText(id, await this.#test.answer(request, this.#origin.address)));
		} catch (error) {
			this.#refuse(id, this.#known(error, method), method);
		}
	}

	/** `join` and `resume`: one at a time, and only before there is a seat. */
	async #enter({ id, method }: ParsedRequest, enter: () => Promise<void>): Promise<void> {
		if (this.#entering || this.#seat !== undefined)
			return this.#refuse(id, new RoomcastError('ALREADY_JOINED'), method);
		this.#entering = true;
		try {
			await enter();
		} catch (error) {
			this.#refuse(id, this.#known(error, method), method);
		} finally {
			this.#entering = false;
		}
	}

	/**
	 * Finds what is on this node, or hands the client over to the node where it is.
	 *
	 * @param message with which it came, and which is answered there
	 * @returns undefined when it was handed over
	 */
	async #reach<T>(find: () => Promise<T>, message: Buffer): Promise<T | undefined> {
		const { openChannel } = this.#context;
		const reached = await reach({
			find,
			go: openChannel && ((nodeId) => openChannel(nodeId, this.#origin)),
			wanted: () => this.#isWanted,
		});
		if ('here' in reached) return reached.here;
		const { away } = reached;
		if (!this.#isWanted) {
			away.terminate();
			return undefined;
		}
		this.#stopWaiting();
		this.#away = away;
		passBack(away, this);
		away.send(message.toString());
		return undefined;
	}

	/** Whether what was asked for last is still wanted. */
	get #isWanted(): boolean {
		return this.#abandoned === undefined && this.#socket.readyState === this.#socket.OPEN;
	}

	async #join(id: number, data: RequestData<'join'>, message: Buffer): Promise<void> {
		const { admission, registry } = this.#context;
		const { room, participant: options } = await admission.admit(data, this.#origin.address);
		const home = await this.#reach(() => registry.home(room), message);
		if (home === undefined) return;
		try {
			if (this.#abandoned !== undefined) throw lostMeanwhile(options.participantId, leaveReason(this.#abandoned));
			// A guest who is refused continues to wait.
			registry.check(room, options);
			this.#stopWaiting();
			this.#joining = room;
			this.#sit(id, await registry.join(room, options, this, home));
		} finally {
			this.#joining = undefined;
			home.release();
		}
	}

	/** Answers a join with the state of the session. */
	#sit(id: number, seat: Seat): void {
		const { iceServers } = this.#context;
		const { host, participant } = seat;
		// From here to `goLive` nothing is awaited: the reply is the state, and everything later is sent after it.
		participant.forgetNotifications();
		this.#seat = seat;
		this.send(replyText(id, joinReply(seat, iceServers(participant.participantId))));
		participant.goLive();
		if (this.#socket.readyState === this.#socket.OPEN) return;
		// It never got the token to come back with.
		this.#seat = undefined;
		host.leave(participant, 'WEBSOCKET_DISCONNECTED');
	}

	/**
	 * A join that is under way is not wanted any more: it ends at once, instead of waiting for somebody who never got the
	 * token to come back with.
	 */
	#abandon(reason: LeaveReasonName): void {
		if (!this.#entering || this.#abandoned !== undefined) return;
		this.#abandoned = reason;
		const host = this.#joining && this.#context.registry.find(this.#joining.id);
		const participant = host?.participants.find((one) => one.isLinkedBy(this));
		if (participant !== undefined) host?.leave(participant, reason);
	}

	#leaveEarly(id: number): void {
		this.#abandon('MANUAL_LEAVE_CALLED');
		this.#giveUp(id);
	}

	async #ask(id: number, data: RequestData<'ask-entry'>, message: Buffer): Promise<void> {
		const { admission, registry } = this.#context;
		const { room, participantId, displayName, credentials } = await admission.hear(data, this.#origin.address);
		const home = await this.#reach(() => registry.home(room), message);
		if (home === undefined) return;
		try {
			if (!this.#isWanted) return;
			// One connection is one guest: an earlier request of it ends.
			if (this.#waiting?.participantId !== participantId || this.#waiting.host !== registry.find(room.id))
				this.#stopWaiting();
			const asker = { participantId, name: displayName, credentials, ticket: data.ticket };
			const { host, admitted, ticket } = registry.askEntry(room, asker, this, home);
			this.#waiting = admitted ? undefined : { host, participantId };
			if (admitted) this.#emptySince = awakeMs();
			this.send(replyText(id, { participantId, admitted, ticket }));
		} finally {
			home.release();
		}
	}

	#stopWaiting(): void {
		if (this.#waiting === undefined) return;
		this.#waiting.host.entrance.withdraw(this.#waiting.participantId, this);
		this.#waiting = undefined;
		this.#emptySince = awakeMs();
	}

	#giveUp(id: number): void {
		this.#stopWaiting();
		this.send(replyText(id, {}));
		this.close(1000, 'left');
	}

	async #resume(id: number, data: RequestData<'resume'>, message: Buffer): Promise<void> {
		const { registry } = this.#context;
		const found = await this.#reach(async () => ({ seat: await registry.comeBack(data.resumeToken) }), message);
		if (found === undefined) return;
		const { seat } = found;
		const missed = seat?.participant.attach(this, data.lastSeq);
		if (seat === undefined || missed === undefined) throw new RoomcastError('RESUME_FAILED');
		this.#seat = seat;
		this.send(replyText(id, { missed: missed.length }));
		this.sendBacklog(missed);
	}

	/** What is known of who is at the other end. */
	get #facts(): SecurityFacts {
		const who = this.#seat ?? (this.#waiting && { host: this.#waiting.host, participant: this.#waiting });
		if (who === undefined) return { address: this.#origin.address };
		const { roomId, keyId } = who.host.room;
		return { address: this.#origin.address, keyId, roomId, participantId: who.participant.participantId };
	}

	/** Answers a request with an error. */
	#refuse(id: number, error: RoomcastError, method: string | undefined): void {
		this.send(this.#refusal(id, error, method));
	}

	#refusal(id: number, error: RoomcastError, method: string | undefined): string {
		this.#context.security.refused(error, { ...this.#facts, request: method });
		return errorText(id, error);
	}

	#known(error: unknown, method: string): RoomcastError {
		const known = error instanceof RoomcastError ? error : new RoomcastError('SOMETHING_WENT_WRONG');
		if (known.status >= 500) this.#context.logger.error({ err: error, method }, 'request failed');
		return known;
	}
}
