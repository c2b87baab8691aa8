import type { TrackDescription } from '@roomcast/contract/composer/track';
import type { SenderClock } from '../clock/sender-clock.ts';
import { TrackClock } from '../clock/track-clock.ts';
import type { RtpReceiver, TrackListener } from '../rtp/receiver.ts';
import type { ReceivedFrame, RtpStream } from '../rtp/stream.ts';

/** A frame that claims to be this far from when it came has a forged timestamp. */
const MAX_OFF_MS = 3000;

/** A frame with its place in time. */
export interface TimedFrame extends ReceivedFrame {
	/** When it happened, local monotonic ms. */
	readonly localMs: number;
}

/** What a track does. */
export interface TrackInputListener {
	frame(input: TrackInput, frame: TimedFrame): void;
	keyFrameRequested(input: TrackInput): void;
}

/** A track as the composer receives it: its stream, its clock and whom it belongs to. */
export class TrackInput implements TrackListener {
	readonly description: TrackDescription;
	readonly #clock: TrackClock;
	readonly #sender: SenderClock;
	readonly #listener: TrackInputListener;
	readonly #receiver: RtpReceiver;
	readonly #stream: RtpStream;

	/** Begins to receive at once. @param sender the clock shared by the participant's tracks */
	constructor(receiver: RtpReceiver, description: TrackDescription, sender: SenderClock, listener: TrackInputListener) {
		this.description = description;
		this.#clock = new TrackClock(description.clockRate, {
			paced: description.codec === 'opus',
			steps: sender.steps,
		});
		this.#sender = sender;
		this.#listener = listener;
		this.#receiver = receiver;
		sender.add(this.#clock);
		this.#stream = receiver.add(description, this);
	}

	get id(): string {
		return this.description.trackId;
	}

	get isVideo(): boolean {
		return this.description.codec !== 'opus';
	}

	get stream(): RtpStream {
		return this.#stream;
	}

	requestKeyFrame(): void {
		if (this.isVideo) this.#stream.requestKeyFrame(performance.now());
	}

	close(): void {
		this.#sender.remove(this.#clock);
		this.#receiver.remove(this.id);
	}

	frame(frame: ReceivedFrame): void {
		const localMs = this.#clock.toLocal(frame.extendedTimestamp);
		if (localMs === undefined || Math.abs(localMs - frame.arrivedMs) > MAX_OFF_MS) return;
		this.#listener.frame(this, { ...frame, localMs });
	}

	packet(timestamp: number, arrivedMs: number, exact: boolean): void {
		this.#clock.packet(timestamp, arrivedMs, exact);
	}

	wallClock(wallMs: number, timestamp: number, exact: boolean, nowMs: number): void {
		this.#clock.reference(exact ? 'capture-time' : 'sender-report', wallMs, timestamp, nowMs);
		this.#sender.align();
	}

	keyFrameRequested(): void {
		this.#listener.keyFrameRequested(this);
	}
}
