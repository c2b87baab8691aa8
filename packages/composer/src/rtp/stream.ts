import type { TrackDescription } from '@roomcast/contract/composer/track';
import { createDepacketizer } from './depacketize/create.ts';
import type { Depacketizer, EncodedFrame } from './encoded-frame.ts';
import { DEFAULT_JITTER, JitterBuffer } from './jitter-buffer.ts';
import { headerExtension, type RtpPacket, unwrapRtx } from './packet.ts';
import { Reception } from './reception.ts';
import type { SenderReport } from './rtcp.ts';
import { TimeLine } from './time-line.ts';
import { Unwrapper } from './unwrapper.ts';

/** A frame with what its packets said in addition. */
export interface ReceivedFrame extends EncodedFrame {
	/** RTP timestamp that does not wrap, in clock units. */
	readonly extendedTimestamp: number;
	/** When its last packet came, monotonic ms. */
	readonly arrivedMs: number;
	/** Clockwise turn to show it upright: 0, 90, 180 or 270 degrees (3GPP TS 26.114 §7.4.5). */
	readonly rotation: number;
	/** Frames may be missing before this one. */
	readonly lossBefore: boolean;
}

/** What a stream tells its owner. */
export interface RtpStreamListener {
	frame(frame: ReceivedFrame): void;
	/**
	 * A packet was taken in: for the clock, before the frame it belongs to is whole. Not `exact` where the process was held
	 * up: it came before, nobody knows when.
	 */
	packet(extendedTimestamp: number, arrivedMs: number, exact: boolean): void;
	/** The sender's wall clock at a timestamp, ms since 1900; `exact` where it is the time of capture. */
	wallClock(wallMs: number, extendedTimestamp: number, exact: boolean, nowMs: number): void;
	sendNack(sequences: readonly number[]): void;
	sendPli(): void;
}

/** Key frames are asked for at most this often, ms: the answer needs a round trip and an encode. */
const PLI_INTERVAL_MS = 500;
/** What is read this long after the socket was last known to be empty has no known time of arrival, ms. */
const LATE_READ_MS = 100;

/** One received RTP stream: order, retransmission, key-frame requests, frames. */
export class RtpStream {
	readonly track: TrackDescription;
	readonly reception: Reception;
	readonly #listener: RtpStreamListener;
	readonly #jitter: JitterBuffer;
	readonly #depacketizer: Depacketizer;
	readonly #timeLine: TimeLine;
	readonly #timestamps = new Unwrapper(32);
	#restarts = 0;
	#rotation = 0;
	#lossBefore = false;
	#needsKeyFrame: boolean;
	#lastPliMs = Number.NEGATIVE_INFINITY;
	#frames = 0;
	#recovered = 0;
	#keyFrameRequests = 0;

	/** @param maxWaitMs how long packets behind a hole wait for it */
	constructor(track: TrackDescription, maxWaitMs: number, listener: RtpStreamListener) {
		this.track = track;
		this.reception = new Reception(track.ssrc, track.clockRate);
		this.#listener = listener;
		this.#jitter = new JitterBuffer({ ...DEFAULT_JITTER, maxWaitMs });
		this.#timeLine = new TimeLine(track.clockRate);
		this.#depacketizer = createDepacketizer(track.codec);
		this.#needsKeyFrame = track.codec !== 'opus';
	}

	get frames(): number {
		return this.#frames;
	}

	get recovered(): number {
		return this.#recovered;
	}

	get keyFrameRequests(): number {
		return this.#keyFrameRequests;
	}

	/**
	 * Takes a packet of the media SSRC.
	 *
	 * @param readUntilMs until when all that came has been read; what is missing since may be on its way
	 * @returns false where it does not belong to the track
	 */
	receive(packet: RtpPacket, nowMs: number, readUntilMs = nowMs): boolean {
		if (packet.payloadType !== this.track.payloadType) return false;
		let taken = false;
		for (const each of this.#timeLine.sort(packet, nowMs)) taken = this.#insert(each, nowMs, readUntilMs) || taken;
		return taken;
	}

	/** Takes a packet of the retransmission SSRC. */
	receiveRtx(packet: RtpPacket, nowMs: number, readUntilMs = nowMs): boolean {
		if (packet.payloadType !== this.track.rtx?.payloadType) return false;
		const original = unwrapRtx(packet, this.track.ssrc, this.track.payloadType);
		if (!original) return true;
		if (this.#insert(original, nowMs, readUntilMs, true)) this.#recovered += 1;
		return true;
	}

	senderReport(report: SenderReport, nowMs: number): void {
		this.reception.senderReport(report, nowMs);
		if (this.reception.received === 0) return;
		this.#listener.wallClock(report.ntpMs, this.#timestamps.peek(report.rtpTimestamp), false, nowMs);
	}

	/** Asks for a key frame now, unless one was asked for a moment ago. */
	requestKeyFrame(nowMs: number): void {
		this.#needsKeyFrame = this.track.codec !== 'opus';
		this.#askForKeyFrame(nowMs);
	}

	/** Gives out what became due with time, asks again for what is missing. Call every 10 ms or so. */
	poll(nowMs: number): void {
		this.#drain(nowMs);
		const missing = this.#jitter.missing(nowMs);
		if (missing.length > 0) this.#listener.sendNack(missing);
		if (this.#needsKeyFrame) this.#askForKeyFrame(nowMs);
	}

	#insert(packet: RtpPacket, nowMs: number, readUntilMs: number, repeated = false): boolean {
		const sequence = this.#jitter.insert(packet, nowMs, repeated);
		if (this.#jitter.restarts !== this.#restarts) this.#restart();
		if (sequence === undefined) return false;
		const timestamp = this.#timestamps.peek(packet.timestamp);
		this.reception.packet(sequence, timestamp, nowMs);
		if (!repeated) {
			const exact = nowMs - readUntilMs <= LATE_READ_MS;
			this.#listener.packet(timestamp, nowMs, exact);
			if (exact) this.#readCaptureTime(packet, timestamp, nowMs);
		}
		this.#drain(readUntilMs);
		return true;
	}

	#restart(): void {
		this.#restarts = this.#jitter.restarts;
		this.reception.restart();
		this.#lossBefore = true;
		this.#needsKeyFrame = this.track.codec !== 'opus';
	}

	#drain(nowMs: number): void {
		for (let next = this.#jitter.pop(nowMs); next; next = this.#jitter.pop(nowMs)) {
			const { packet, lostBefore, arrivedMs } = next;
			if (lostBefore > 0) {
				this.#lossBefore = true;
				this.#needsKeyFrame = this.track.codec !== 'opus';
			}
			const extendedTimestamp = this.#timestamps.unwrap(packet.timestamp);
			this.#readOrientation(packet);
			const frame = this.#depacketizer.push(packet.payload, packet.timestamp, packet.marker, lostBefore > 0);
			if (!frame) continue;
			this.#frames += 1;
			if (frame.keyFrame) this.#needsKeyFrame = false;
			this.#listener.frame({
				...frame,
				extendedTimestamp,
				arrivedMs,
				rotation: this.#rotation,
				lossBefore: this.#lossBefore,
			});
			this.#lossBefore = false;
		}
	}

	#readOrientation(packet: RtpPacket): void {
		const id = this.track.extensions?.videoOrientation;
		if (id === undefined) return;
		const value = headerExtension(packet, id)?.[0];
		if (value !== undefined) this.#rotation = (value & 0x03) * 90;
	}

	/** `abs-capture-time`: 64-bit NTP time in the first eight bytes (webrtc.org/experiments/rtp-hdrext/abs-capture-time). */
	#readCaptureTime(packet: RtpPacket, timestamp: number, nowMs: number): void {
		const id = this.track.extensions?.absCaptureTime;
		const value = id === undefined ? undefined : headerExtension(packet, id);
		if (!value || value.length < 8) return;
		const wallMs = value.readUInt32BE(0) * 1000 + (value.readUInt32BE(4) / 2 ** 32) * 1000;
		this.#listener.wallClock(wallMs, timestamp, true, nowMs);
	}

	#askForKeyFrame(nowMs: number): void {
		if (nowMs - this.#lastPliMs < PLI_INTERVAL_MS) return;
		this.#lastPliMs = nowMs;
		this.#keyFrameRequests += 1;
		this.#listener.sendPli();
	}
}
