import { Buffer } from 'node:buffer';
import { constants, fstatSync, openSync, write, writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { isMainThread } from 'node:worker_threads';

/**
 * Writes some bytes without ever blocking the thread.
 *
 * @param done called once, also at once: how many bytes were written, or why none were
 */
export type Send = (bytes: Buffer, done: (error: NodeJS.ErrnoException | null, written: number) => void) => void;

export interface LogOutputOptions {
	readonly send: Send;
	/** Writes what it can at once, for the last lines. Returns the bytes written. @throws what the system says */
	readonly sendNow: (bytes: Buffer) => number;
	/** Most bytes that wait. */
	readonly capacity?: number;
	/** ms before the next try, after a write that failed. */
	readonly retryAfter?: number;
	/** Lines were dropped, and writing works again. */
	onRecovered?(lines: number): void;
}

/** Bytes of lines that wait for a reader that is slow, or for space. */
const CAPACITY = 1024 * 1024;
/** Bytes that are written at once: what a pipe takes, and a log collector reads. */
const LARGEST_WRITE = 64 * 1024;
const RETRY_AFTER = 1_000;
/** ms before the next try where a terminal is not read. */
const BUSY_RETRY_AFTER = 50;
/** Where lines go is gone permanently. */
const GONE = ['EPIPE', 'EBADF', 'ECONNRESET', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END'];
/** Tries for the last lines, and ms between them. */
const LAST_TRIES = 20;
const LAST_PAUSE = 10;

/**
 * Where the log goes. It never blocks, never throws and never fills the memory: while a disk is full or a reader slow,
 * lines wait, and what is more than `capacity` is dropped and counted.
 */
export class LogOutput {
	readonly #options: LogOutputOptions;
	readonly #capacity: number;
	readonly #lines: Buffer[] = [];
	#bytes = 0;
	/** Being written: lines, and how many they are. */
	#sending: { bytes: Buffer; lines: number } | undefined;
	#timer: NodeJS.Timeout | undefined;
	#inFlight = false;
	#gone = false;
	#dropped = 0;
	#told = 0;

	constructor(options: LogOutputOptions) {
		this.#options = options;
		this.#capacity = options.capacity ?? CAPACITY;
	}

	/** Lines that were dropped since the start. */
	get dropped(): number {
		return this.#dropped;
	}

	/** @param line with its line feed */
	write(line: string): void {
		const bytes = Buffer.from(line);
		if (this.#gone || this.#bytes + bytes.length > this.#capacity) {
			this.#dropped++;
			return;
		}
		this.#lines.push(bytes);
		this.#bytes += bytes.length;
		this.#next();
	}

	/** Writes what waits, as far as that goes within 0.2 s: the process is about to end. */
	flushSync(): void {
		if (this.#gone || this.#inFlight) return;
		let tries = 0;
		while (this.#take()) {
			const { bytes } = this.#sending as { bytes: Buffer };
			try {
				this.#sent(this.#options.sendNow(bytes));
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code !== 'EAGAIN' || ++tries >= LAST_TRIES) return;
				Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LAST_PAUSE);
			}
		}
	}

	#next(): void {
		if (this.#inFlight || this.#timer !== undefined || this.#gone || !this.#take()) return;
		this.#inFlight = true;
		this.#options.send((this.#sending as { bytes: Buffer }).bytes, (error, written) => {
			this.#inFlight = false;
			if (error === null) this.#sent(written);
			else this.#failed(error);
			this.#next();
		});
	}

	/** Takes lines to be written. @returns false when there are none */
	#take(): boolean {
		if (this.#sending !== undefined) return true;
		if (this.#lines.length === 0) return false;
		let bytes = 0;
		let count = 0;
		for (const line of this.#lines) {
			if (count > 0 && bytes + line.length > LARGEST_WRITE) break;
			bytes += line.length;
			count++;
		}
		this.#sending = { bytes: Buffer.concat(this.#lines.splice(0, count)), lines: count };
		return true;
	}

	#sent(written: number): void {
		const sending = this.#sending;
		if (sending === undefined) return;
		this.#bytes -= written;
		if (written < sending.bytes.length) {
			sending.bytes = sending.bytes.subarray(written);
			return;
		}
		this.#sending = undefined;
		const dropped = this.#dropped - this.#told;
		if (dropped === 0) return;
		this.#told = this.#dropped;
		this.#options.onRecovered?.(dropped);
	}

	#failed({ code = '' }: NodeJS.ErrnoException): void {
		if (GONE.includes(code)) {
			this.#gone = true;
			this.#dropped += this.#lines.length + (this.#sending?.lines ?? 0);
			this.#lines.length = 0;
			this.#sending = undefined;
			this.#bytes = 0;
			return;
		}
		const pause = code === 'EAGAIN' ? BUSY_RETRY_AFTER : (this.#options.retryAfter ?? RETRY_AFTER);
		this.#timer = setTimeout(() => {
			this.#timer = undefined;
			this.#next();
		}, pause);
		this.#timer.unref();
	}
}

/** How bytes get to standard output, whatever that is, without blocking. */
export function standardOutput(): Pick<LogOutputOptions, 'send' | 'sendNow'> {
	const fd = 1;
	const sendNow = (bytes: Buffer) => writeSync(fd, bytes);
	const kind = fstatSync(fd);
	// Pipes and sockets are written by libuv, which never blocks on them; a thread that waited for a reader would keep the
	// process from ending.
	if (isMainThread && (kind.isFIFO() || kind.isSocket())) {
		const { stdout } = process;
		return { sendNow, send: (bytes, done) => stdout.write(bytes, (error) => done(error ?? null, bytes.length)) };
	}
	const terminal = isatty(fd) ? openTerminal(fd) : undefined;
	if (terminal !== undefined) {
		const sendTerminal = (bytes: Buffer) => writeSync(terminal, bytes);
		return {
			sendNow: sendTerminal,
			send(bytes, done) {
				let written = 0;
				try {
					written = sendTerminal(bytes);
				} catch (error) {
					return done(error as NodeJS.ErrnoException, 0);
				}
				done(null, written);
			},
		};
	}
	// A file: the disk may be slow.
	return { sendNow, send: (bytes, done) => write(fd, bytes, 0, bytes.length, null, done) };
}

/** The same terminal, opened again so that it does not block for us, and for us alone (Ctrl-S, a connection that stalls). */
function openTerminal(fd: number): number | undefined {
	try {
		return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
	} catch {
		return undefined;
	}
}
