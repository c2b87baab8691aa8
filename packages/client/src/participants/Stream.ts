import type { DisplaySurface, StreamKind } from '../contract/types.ts';
import { MeetingError } from '../errors/MeetingError.ts';
import { orRefused } from '../errors/orRefused.ts';
import { Emitter } from '../events/Emitter.ts';
import { logger } from '../log/logger.ts';
import { epochMs } from '../time/clock.ts';

/**
 * State of a stream's media: it flows, nothing comes, or it is over. Of a remote video also that its picture froze, and that it
 * moves again; neither changes whether it is active.
 */
export type StreamState = 'active' | 'stuck' | 'freeze-detected' | 'freeze-resolved' | 'ended';

/** Events of a {@link Stream}. */
export interface StreamEvents {
	state: [{ state: StreamState; timestamp: number }];
}

/** Listeners of the events of a stream, by event: the name of it in the VideoSDK JavaScript SDK. */
export type StreamEvent = { [E in keyof StreamEvents]: (...args: StreamEvents[E]) => void };

/** What a stream needs of the rest; given by its creator. @internal */
export interface StreamControl {
	pause(): Promise<void>;
	resume(): Promise<void>;
	getStats(): Promise<RTCStatsReport>;
	/** Whether it is received: local pictures do not freeze. */
	readonly remote?: boolean;
	/** What of the screen is shared, as its sender says. */
	displaySurface?(): DisplaySurface | undefined;
}

/** One media stream of a participant: its microphone, camera, screen or the sound of the screen. */
export class Stream extends Emitter<StreamEvents> {
	readonly id: string;
	readonly kind: StreamKind;
	/** For example `video/VP8`; empty for a local stream that is not published yet. */
	codec: string;
	/** The track to show or play: `new MediaStream([stream.track])`. */
	readonly track: MediaStreamTrack;
	/** Whether nothing is received (or sent) because of {@link pause}. */
	paused = false;
	readonly #control: StreamControl;
	#state: StreamState = 'active';
	readonly #unwatch: () => void;
	#endFreezes: (() => void) | undefined;

	/** @internal */
	constructor(id: string, kind: StreamKind, codec: string, track: MediaStreamTrack, control: StreamControl) {
		super();
		this.id = id;
		this.kind = kind;
		this.codec = codec;
		this.track = track;
		this.#control = control;
		this.#unwatch = this.#watch(track);
	}

	/** What of a screen is shared, where the browser of its sender tells it. */
	get displaySurface(): DisplaySurface | undefined {
		if (this.#control.remote) return this.#control.displaySurface?.();
		return this.track.getSettings().displaySurface as DisplaySurface | undefined;
	}

	/**
	 * Stops receiving this stream (or sending it, when it is a local one) until {@link resume}.
	 *
	 * @throws MeetingError 4074 when the server refused
	 */
	async pause(): Promise<void> {
		if (this.#state === 'ended') throw MeetingError.of('ERROR_ACTION_NOT_SUPPORTED', 'the stream has ended');
		this.paused = true;
		await orRefused(this.#control.pause(), 'PAUSE_STREAM_FAILED');
	}

	/**
	 * Ends what {@link pause} began.
	 *
	 * @throws MeetingError 4075 when the server refused
	 */
	async resume(): Promise<void> {
		if (this.#state === 'ended') throw MeetingError.of('ERROR_ACTION_NOT_SUPPORTED', 'the stream has ended');
		this.paused = false;
		await orRefused(this.#control.resume(), 'RESUME_STREAM_FAILED');
	}

	/** The raw statistics of its sender or receiver. */
	getStats(): Promise<RTCStatsReport> {
		return this.#control.getStats();
	}

	/** @internal */
	end(): void {
		this.#unwatch();
		this.#endFreezes?.();
		this.#become('ended');
	}

	/** @internal Whoever listens to the state hears of freezes, too. */
	protected override handleListener(): void {
		const { remote } = this.#control;
		if (!remote || (this.kind !== 'video' && this.kind !== 'share') || this.#endFreezes) return;
		this.#endFreezes = () => {};
		import('./watchFreezes.ts').then(
			({ watchFreezes }) => {
				if (this.#state === 'ended') return;
				this.#endFreezes = watchFreezes(this, (frozen) => this.#tell(frozen ? 'freeze-detected' : 'freeze-resolved'));
			},
			(error) => logger.warn('Freezes are not looked for', error),
		);
	}

	#watch(track: MediaStreamTrack): () => void {
		const stuck = () => this.#become('stuck');
		const active = () => this.#become('active');
		track.addEventListener('mute', stuck);
		track.addEventListener('unmute', active);
		return () => {
			track.removeEventListener('mute', stuck);
			track.removeEventListener('unmute', active);
		};
	}

	#become(state: StreamState): void {
		if (this.#state === state || this.#state === 'ended') return;
		this.#state = state;
		this.#tell(state);
	}

	#tell(state: StreamState): void {
		this.emit('state', { state, timestamp: epochMs() });
	}
}
