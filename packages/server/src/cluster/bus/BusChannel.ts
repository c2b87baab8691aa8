import { EventEmitter } from 'node:events';
import { FRAMES, type Frame, type FrameType } from './frames.ts';
import { Resends } from './Resends.ts';

/** What a channel tells its owner. */
export interface BusChannelEvents {
	message: [Buffer, boolean];
	/** The other end has taken more of what was sent. */
	drain: [];
	/** With a code of RFC 6455 section 7.4; `1006` when the other node is gone, or something was lost on the way. */
	closed: [number, string];
}

/** What a channel sends with. */
export interface BusChannelOptions {
	/** The node at the other end. */
	readonly nodeId: string;
	readonly ownNodeId: string;
	/** Whether it outlasts frames that are lost: they are sent again. Else it is lost with them. */
	readonly resends: boolean;
	/** Largest payload of a frame, in bytes. */
	readonly maxPayload: number;
	send(type: FrameType, number: number, payload: Buffer): void;
	/** It is over at this end. */
	forget(): void;
}

/** The code of a channel that was not closed but lost. */
export const LOST = 1006;
const NORMAL = 1000;
/** Bytes of messages that are taken before the other end hears of it. */
const TELL_EVERY = 16 * 1024;
const NOTHING = Buffer.alloc(0);

/** An ordered way to another node: whatever is sent arrives in order, or the channel is lost. Some kinds ask for it again. */
export class BusChannel extends EventEmitter<BusChannelEvents> {
	readonly nodeId: string;
	readonly #options: BusChannelOptions;
	#sentFrames = 0;
	#receivedFrames = 0;
	#sentBytes = 0;
	#takenBytes = 0;
	#receivedBytes = 0;
	#toldBytes = 0;
	#parts: Buffer[] = [];
	readonly #resends: Resends | undefined;
	/** What came before its owner listened. */
	#early: [Buffer, boolean][] | undefined = [];
	#closed = false;
	/** How it ended, until its owner has heard of it. */
	#untoldEnd: [number, string] | undefined;

	constructor(options: BusChannelOptions) {
		super();
		this.#options = options;
		this.nodeId = options.nodeId;
		if (options.resends) this.#resends = new Resends();
		(this as EventEmitter).on('newListener', (event) => {
			if (event === 'message') setImmediate(() => this.#deliverEarly());
			if (event === 'closed') setImmediate(() => this.#tellEnd());
		});
	}

	get closed(): boolean {
		return this.#closed;
	}

	/** Whether it was lost before its owner listened. */
	get lostEarly(): boolean {
		return this.#untoldEnd?.[0] === LOST;
	}

	/** Bytes of messages that the other end has not taken yet, but for the last 16 KB. */
	get unsent(): number {
		return this.#sentBytes - this.#takenBytes;
	}

	/** Sends a message: text, or bytes. A closed channel drops it. */
	send(message: string | Buffer): void {
		if (this.#closed) return;
		const data = typeof message === 'string' ? Buffer.from(message) : message;
		const { maxPayload } = this.#options;
		this.#sentBytes += data.length;
		let from = 0;
		for (; data.length - from > maxPayload; from += maxPayload)
			this.#sendNumbered(FRAMES.part, data.subarray(from, from + maxPayload));
		this.#sendNumbered(typeof message === 'string' ? FRAMES.text : FRAMES.binary, data.subarray(from));
	}

	/** Closes it after what was sent. */
	close(code = NORMAL, reason = ''): void {
		if (this.#closed) return;
		const payload = Buffer.alloc(2 + Buffer.byteLength(reason));
		payload.writeUInt16BE(code);
		payload.write(reason, 2);
		this.#sendNumbered(FRAMES.closed, payload);
		this.#end(code, reason);
	}

	/** Closes it as one that is lost. */
	terminate(): void {
		this.lose('terminated');
	}

	/** A frame came from the other end. */
	handle({ type, number, payload }: Frame): void {
		if (this.#closed) return;
		if (type === FRAMES.gone) this.lose('it has ended at the other node');
		else if (type === FRAMES.taken) this.#handleTaken(payload.readUInt32BE(0));
		else if (type === FRAMES.again) this.#sendAgain(number);
		else if (number !== this.#receivedFrames % 2 ** 32) this.#handleGap(number);
		else if (type !== FRAMES.count) this.#handleNumbered(type, payload);
		if (type === FRAMES.count && payload.toString('latin1', 0, 1) === '?') this.tellCount(false);
	}

	/** The connection was interrupted: tells the other end how many frames there were. @param asks for the same */
	tellCount(asks: boolean): void {
		this.#options.send(FRAMES.count, this.#sentFrames, Buffer.from(`${asks ? '?' : '!'}${this.#options.ownNodeId}`));
	}

	/** The other node is gone, or what came from it is not whole: it hears of that if it is there. */
	lose(reason: string): void {
		this.close(LOST, reason);
	}

	/** @param number of a frame that is not the next one, or of how many there were */
	#handleGap(number: number): void {
		const next = this.#receivedFrames % 2 ** 32;
		if (this.#resends === undefined) this.lose('frames were lost on the way');
		// What was sent again may come twice.
		else if (number > next && this.#resends.asks(next)) this.#options.send(FRAMES.again, next, NOTHING);
	}

	#sendAgain(number: number): void {
		const frames = this.#resends?.from(number);
		if (frames === undefined) this.lose('frames were lost that are not kept');
		else for (const frame of frames) this.#options.send(frame.type, frame.number, frame.payload);
	}

	#handleNumbered(type: number, payload: Buffer): void {
		this.#receivedFrames++;
		if (type === FRAMES.closed) {
			this.#end(payload.readUInt16BE(0), payload.toString('utf8', 2));
			return;
		}
		// It is a view of what the connection read at once.
		this.#parts.push(Buffer.from(payload));
		if (type === FRAMES.part) return;
		const [only = NOTHING, ...more] = this.#parts.splice(0);
		this.#deliver(more.length === 0 ? only : Buffer.concat([only, ...more]), type === FRAMES.binary);
	}

	#sendNumbered(type: FrameType, payload: Buffer): void {
		const number = this.#sentFrames++;
		// It may be a view of what its owner changes.
		this.#resends?.keep({ type, number: number % 2 ** 32, payload: Buffer.from(payload), upTo: this.#sentBytes });
		this.#options.send(type, number, payload);
	}

	#deliver(message: Buffer, binary: boolean): void {
		if (this.#early !== undefined) {
			this.#early.push([message, binary]);
			return;
		}
		this.emit('message', message, binary);
		this.#receivedBytes += message.length;
		if (this.#receivedBytes - this.#toldBytes < TELL_EVERY || this.#closed) return;
		this.#toldBytes = this.#receivedBytes;
		const payload = Buffer.alloc(4);
		payload.writeUInt32BE(this.#receivedBytes % 2 ** 32);
		this.#options.send(FRAMES.taken, 0, payload);
	}

	#deliverEarly(): void {
		const early = this.#early ?? [];
		this.#early = undefined;
		for (const [message, binary] of early) this.#deliver(message, binary);
	}

	#handleTaken(taken: number): void {
		const more = (taken - (this.#takenBytes % 2 ** 32) + 2 ** 32) % 2 ** 32;
		this.#takenBytes += more;
		this.#resends?.forget(this.#takenBytes);
		if (more > 0) this.emit('drain');
	}

	#end(code: number, reason: string): void {
		this.#closed = true;
		this.#untoldEnd = [code, reason];
		this.#options.forget();
		// What came before it is delivered first.
		setImmediate(() => this.#tellEnd());
	}

	/** Once, when its owner listens: a short answer may be over before the one who asked has the channel. */
	#tellEnd(): void {
		const end = this.#untoldEnd;
		if (end === undefined || this.listenerCount('closed') === 0) return;
		this.#untoldEnd = undefined;
		this.#deliverEarly();
		this.emit('closed', ...end);
	}
}
