import type { StreamInfo } from '../av/stream-info.ts';
import type { MediaPacket } from '../encode/media-packet.ts';
import type { Fmp4Track } from '../fmp4/track.ts';
import { RtmpConnection, RtmpRefused } from './connection.ts';
import { type CredentialsRefused, credentialsFor } from './credentials.ts';
import { configurationBody, mediaBody, metadataBody } from './flv-body.ts';
import { CHUNK_STREAM, MESSAGE } from './message.ts';
import { publish, unpublish } from './publish.ts';
import { type AllowRedirect, MOST_REDIRECTS, RedirectFailed, RedirectRefused, redirectTarget } from './redirect.ts';
import { SendQueue } from './send-queue.ts';
import { openSocket } from './socket.ts';
import type { RtmpTarget } from './target.ts';

export interface RtmpSessionOptions {
	readonly target: RtmpTarget;
	readonly streamKey: string;
	/** IP addresses to connect to instead of what DNS says. */
	readonly addresses: readonly string[] | undefined;
	readonly streams: readonly StreamInfo[];
	readonly tracks: readonly Fmp4Track[];
	readonly allowRedirect: AllowRedirect;
	/** The target did not keep up. @param ms of media left out */
	dropped(ms: number): void;
	/** The first media goes out. @param ptsUs its place in the composition */
	started(ptsUs: number): void;
}

const MAX_WAITING_MS = 3000;
const MAX_WAITING_BYTES = 6 * 1024 * 1024;
/** A target that takes nothing for so long is dead. */
const STALL_MS = 10_000;
/** How long a goodbye may take. */
const CLOSE_MS = 1000;
/** Of a server that wants to know who publishes. */
const MOST_QUESTIONS = 2;

/** One connection on which is published, from the handshake to its end. */
export class RtmpSession {
	/** Resolves with the reason when the connection is over. */
	readonly closed: Promise<string>;
	readonly #options: RtmpSessionOptions;
	readonly #connection: RtmpConnection;
	readonly #stream: number;
	readonly #queue: SendQueue;
	#baseUs: number | undefined;

	private constructor(options: RtmpSessionOptions, connection: RtmpConnection, stream: number) {
		this.#options = options;
		this.#connection = connection;
		this.#stream = stream;
		this.closed = connection.closed;
		this.#queue = new SendQueue(connection.socket, {
			maxWaitingMs: MAX_WAITING_MS,
			maxWaitingBytes: MAX_WAITING_BYTES,
			stallMs: STALL_MS,
			dropped: options.dropped,
			stalled: () => connection.destroy(`the server has read nothing for ${STALL_MS / 1000} s`),
		});
		void this.closed.then(() => this.#queue.close());
		connection.onStatus(({ level, code, description }) => {
			if (level === 'error') connection.destroy(`the server ended the stream: ${description || code}`);
		});
	}

	/**
	 * Connects and publishes, wherever the server redirects to.
	 *
	 * @param timeoutMs for all of it
	 * @param signal ends the attempt
	 * @throws what `openSocket`, `RtmpConnection.create` and `publish` throw, {@link CredentialsRefused} and
	 *   {@link RedirectRefused}; in a {@link RedirectFailed} where another server had redirected
	 */
	static async open(options: RtmpSessionOptions, timeoutMs: number, signal: AbortSignal): Promise<RtmpSession> {
		const deadline = performance.now() + timeoutMs;
		let here = options;
		for (let redirects = 0; ; redirects++) {
			try {
				return await RtmpSession.#asked(here, deadline, signal);
			} catch (error) {
				const failed = (cause: unknown) => (redirects === 0 ? cause : new RedirectFailed(here.target, cause));
				const url = error instanceof RtmpRefused ? error.redirect : undefined;
				if (url === undefined) throw failed(error);
				try {
					if (redirects === MOST_REDIRECTS) throw new RedirectRefused(`it is the ${MOST_REDIRECTS + 1}th in a row`);
					const target = redirectTarget(url, here.target);
					const { addresses } = await inTime(options.allowRedirect(url), deadline, signal);
					here = { ...options, target, addresses };
				} catch (cause) {
					throw failed(cause);
				}
			}
		}
	}

	/** Answers a server that wants to know who publishes. It asks twice: for the user, and for the password. */
	static async #asked(options: RtmpSessionOptions, deadline: number, signal: AbortSignal): Promise<RtmpSession> {
		let query = '';
		for (let asked = 0; ; asked++) {
			try {
				return await RtmpSession.#attempt(options, query, deadline - performance.now(), signal);
			} catch (error) {
				if (!(error instanceof RtmpRefused) || error.redirect !== undefined) throw error;
				const next = credentialsFor(options.target, error.message);
				if (next === undefined || asked === MOST_QUESTIONS) throw error;
				query = next;
			}
		}
	}

	/** @param query appended to the application */
	static async #attempt(
		options: RtmpSessionOptions,
		query: string,
		timeoutMs: number,
		signal: AbortSignal,
	): Promise<RtmpSession> {
		const { addresses, streamKey } = options;
		const { application, tcUrl } = options.target;
		const target = { ...options.target, application: `${application}${query}`, tcUrl: `${tcUrl}${query}` };
		const deadline = performance.now() + timeoutMs;
		const socket = await openSocket(target, timeoutMs, addresses);
		const abort = () => socket.destroy(new Error('the output was removed'));
		const timer = setTimeout(
			() => socket.destroy(new Error(`the server did not answer within ${Math.round(timeoutMs / 1000)} s`)),
			deadline - performance.now(),
		);
		if (signal.aborted) abort();
		signal.addEventListener('abort', abort);
		try {
			const connection = await RtmpConnection.create(socket);
			return new RtmpSession(options, connection, await publish(connection, target, streamKey));
		} catch (error) {
			socket.destroy();
			throw error;
		} finally {
			clearTimeout(timer);
			signal.removeEventListener('abort', abort);
		}
	}

	/** Sends a packet; those before the first key frame are let go. Packets come in order of time. */
	send(stream: number, packet: MediaPacket): void {
		if (this.#connection.over) return;
		const isStart = stream === 0 && packet.keyFrame;
		if (this.#baseUs === undefined) {
			if (!isStart) return;
			this.#baseUs = packet.ptsUs;
			this.#sendHeaders();
			this.#options.started(packet.ptsUs);
		}
		const kind = this.#options.streams[stream]?.kind ?? 'audio';
		const timeMs = Math.round((packet.ptsUs - this.#baseUs) / 1000);
		const bytes = this.#message(kind, mediaBody(kind, packet.data, packet.keyFrame), timeMs);
		this.#queue.push({ bytes, timeMs, startsAnew: isStart });
	}

	/** Says goodbye and ends the connection; waits a second for it at most. */
	async close(): Promise<void> {
		this.#queue.close();
		const { socket } = this.#connection;
		if (!this.#connection.over) {
			unpublish(this.#connection, this.#stream, this.#options.streamKey);
			socket.end();
		}
		const timer = setTimeout(() => socket.destroy(), CLOSE_MS);
		await this.closed;
		clearTimeout(timer);
	}

	/** What a player has to have first. It is never left out. */
	#sendHeaders(): void {
		const { socket } = this.#connection;
		const { streams, tracks } = this.#options;
		socket.write(this.#message('data', metadataBody(streams), 0));
		for (const track of tracks) socket.write(this.#message(track.kind, configurationBody(track), 0));
	}

	#message(kind: 'video' | 'audio' | 'data', payload: Buffer, timestamp: number): Buffer {
		return this.#connection.encode(
			{ type: MESSAGE[kind], streamId: this.#stream, timestamp, payload },
			CHUNK_STREAM[kind],
		);
	}
}

/** @throws RedirectRefused where nobody answers, or the output is removed */
async function inTime<T>(answer: Promise<T>, deadline: number, signal: AbortSignal): Promise<T> {
	const late = Promise.withResolvers<never>();
	const refuse = () => late.reject(new RedirectRefused('nobody allowed it in time'));
	const timer = setTimeout(refuse, Math.max(0, deadline - performance.now()));
	signal.addEventListener('abort', refuse);
	if (signal.aborted) refuse();
	try {
		return await Promise.race([answer, late.promise]);
	} finally {
		clearTimeout(timer);
		signal.removeEventListener('abort', refuse);
	}
}
