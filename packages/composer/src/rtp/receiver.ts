import { createSocket, type Socket } from 'node:dgram';
import type { TrackDescription } from '@roomcast/contract/composer/track';
import { isRtcp, parseRtp } from './packet.ts';
import { buildNack, buildPli, buildReceiverReport, parseSenderReports } from './rtcp.ts';
import { RtpStream, type RtpStreamListener } from './stream.ts';

export interface RtpReceiverOptions {
	readonly address: string;
	/** 0 takes a free one. */
	readonly port: number;
	/** How long packets behind a hole wait for it, ms. */
	readonly maxWaitMs: number;
}

/** What the owner of a track gets; feedback is the receiver's own business. */
export type TrackListener = Omit<RtpStreamListener, 'sendNack' | 'sendPli'> & { keyFrameRequested(): void };

/** libuv reads so many datagrams in one round of the event loop; where it reads fewer, nothing was left in the socket. */
const ROUND = 32;
/** On a machine that cannot keep up the socket is never empty: what comes meanwhile is not waited for, ms. */
const MAX_READ_MS = 300;
const POLL_MS = 10;
const REPORT_MS = 1000;
/** Kernel buffer: 25 tracks' key frames may arrive in one burst. */
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;

/** One UDP socket for the RTP and RTCP (RFC 5761) of all tracks, told apart by SSRC and by where they come from. */
export class RtpReceiver {
	readonly #socket: Socket;
	readonly #options: RtpReceiverOptions;
	readonly #byTrack = new Map<string, RtpStream>();
	readonly #bySsrc = new Map<number, RtpStream>();
	readonly #timers: NodeJS.Timeout[] = [];
	/** Ours in feedback. */
	readonly #ssrc = 1;
	#rejected = 0;
	#read = 0;
	/** The socket was empty then: all that had come is known. */
	#readUntilMs = performance.now();
	#reading: Promise<number> | undefined;
	#closed = false;

	private constructor(socket: Socket, options: RtpReceiverOptions) {
		this.#socket = socket;
		this.#options = options;
	}

	/** Binds the socket. @throws the system's error where the address is taken or not ours */
	static async create(options: RtpReceiverOptions): Promise<RtpReceiver> {
		const socket = createSocket({
			type: options.address.includes(':') ? 'udp6' : 'udp4',
			recvBufferSize: RECEIVE_BUFFER_BYTES,
		});
		await new Promise<void>((resolve, reject) => {
			socket.once('error', reject);
			socket.bind(options.port, options.address, () => {
				socket.off('error', reject);
				resolve();
			});
		});
		const receiver = new RtpReceiver(socket, options);
		receiver.#listen();
		return receiver;
	}

	get port(): number {
		return this.#socket.address().port;
	}

	get address(): string {
		return this.#socket.address().address;
	}

	/** Datagrams that belonged to no track. */
	get rejected(): number {
		return this.#rejected;
	}

	get closed(): boolean {
		return this.#closed;
	}

	get streams(): Iterable<RtpStream> {
		return this.#byTrack.values();
	}

	/**
	 * Resolves when all that lay in the socket has been read: after the process was held up, what is missing may be in there.
	 *
	 * @returns the time until which everything is known that came, local monotonic ms
	 */
	readAll(): Promise<number> {
		this.#reading ??= this.#readAll().finally(() => {
			this.#reading = undefined;
		});
		return this.#reading;
	}

	/** Begins to receive a track; one with the same id is replaced. A key frame is asked for at once. */
	add(track: TrackDescription, listener: TrackListener): RtpStream {
		this.remove(track.trackId);
		const stream = new RtpStream(track, this.#options.maxWaitMs, {
			frame: (frame) => listener.frame(frame),
			packet: (timestamp, arrivedMs, exact) => listener.packet(timestamp, arrivedMs, exact),
			wallClock: (wallMs, timestamp, exact, nowMs) => listener.wallClock(wallMs, timestamp, exact, nowMs),
			sendNack: (sequences) => this.#send(track, buildNack(this.#ssrc, track.ssrc, sequences)),
			sendPli: () => {
				this.#send(track, buildPli(this.#ssrc, track.ssrc));
				listener.keyFrameRequested();
			},
		});
		this.#byTrack.set(track.trackId, stream);
		this.#bySsrc.set(track.ssrc, stream);
		if (track.rtx) this.#bySsrc.set(track.rtx.ssrc, stream);
		if (track.codec !== 'opus') stream.requestKeyFrame(performance.now());
		return stream;
	}

	remove(trackId: string): void {
		const stream = this.#byTrack.get(trackId);
		if (!stream) return;
		this.#byTrack.delete(trackId);
		for (const [ssrc, owner] of this.#bySsrc) if (owner === stream) this.#bySsrc.delete(ssrc);
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		for (const timer of this.#timers) clearInterval(timer);
		this.#byTrack.clear();
		this.#bySsrc.clear();
		this.#socket.close();
	}

	#listen(): void {
		this.#socket.on('message', (datagram, from) => {
			this.#read += 1;
			if (!this.#accept(datagram, from.address, from.port)) this.#rejected += 1;
		});
		// ICMP "port unreachable" for feedback: the sender has gone, and its tracks will be removed.
		this.#socket.on('error', () => {});
		this.#timers.push(
			setInterval(() => void this.#poll(), POLL_MS),
			setInterval(() => this.#report(), REPORT_MS),
		);
	}

	/** By what has been read, not by a timer that may be late: a packet that seems lost may be in the socket. */
	async #poll(): Promise<void> {
		const readUntil = await this.readAll();
		for (const stream of this.#byTrack.values()) stream.poll(readUntil);
	}

	async #readAll(): Promise<number> {
		// Rounds are counted from one end of polling to the next.
		await new Promise((resolve) => setImmediate(resolve));
		const sinceMs = performance.now();
		for (;;) {
			const begun = performance.now();
			const before = this.#read;
			await new Promise((resolve) => setImmediate(resolve));
			const more = this.#read - before >= ROUND && begun - sinceMs < MAX_READ_MS;
			if (more && !this.#closed) continue;
			this.#readUntilMs = begun;
			return begun;
		}
	}

	#accept(datagram: Buffer, address: string, port: number): boolean {
		const now = performance.now();
		if (isRtcp(datagram)) {
			let known = false;
			for (const report of parseSenderReports(datagram)) {
				const stream = this.#bySsrc.get(report.ssrc);
				if (!stream || report.ssrc !== stream.track.ssrc || !comesFrom(stream.track, address, port, true)) continue;
				stream.senderReport(report, now);
				known = true;
			}
			return known;
		}
		const packet = parseRtp(datagram);
		const stream = packet && this.#bySsrc.get(packet.ssrc);
		if (!packet || !stream || !comesFrom(stream.track, address, port, false)) return false;
		return packet.ssrc === stream.track.ssrc
			? stream.receive(packet, now, this.#readUntilMs)
			: stream.receiveRtx(packet, now, this.#readUntilMs);
	}

	#report(): void {
		const now = performance.now();
		const byPeer = new Map<string, RtpStream[]>();
		for (const stream of this.#byTrack.values()) {
			if (stream.reception.received === 0) continue;
			const { address, port } = stream.track.from;
			const peer = `${address} ${port}`;
			byPeer.set(peer, [...(byPeer.get(peer) ?? []), stream]);
		}
		for (const streams of byPeer.values()) {
			for (let first = 0; first < streams.length; first += 31) {
				const some = streams.slice(first, first + 31);
				const track = some[0]?.track;
				if (!track) continue;
				this.#send(
					track,
					buildReceiverReport(
						this.#ssrc,
						some.map((stream) => stream.reception.report(now)),
					),
				);
			}
		}
	}

	#send(track: TrackDescription, packet: Buffer): void {
		if (this.#closed) return;
		this.#socket.send(packet, track.from.port, track.from.address, () => {});
	}
}

/** RTCP may come from the port above where the sender does not multiplex (RFC 3550 §11). */
function comesFrom(track: TrackDescription, address: string, port: number, rtcp: boolean): boolean {
	return address === track.from.address && (port === track.from.port || (rtcp && port === track.from.port + 1));
}
