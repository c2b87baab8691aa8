import { captureScreen } from '../devices/capture.ts';
import { MeetingError } from '../errors/MeetingError.ts';
import { customTrack } from './customTrack.ts';
import type { LocalMedia } from './LocalMedia.ts';
import { SerialQueue } from './SerialQueue.ts';
import type { Wish } from './Wish.ts';

/** The shared screen and its sound. */
export class ScreenControl {
	readonly #local: LocalMedia;
	readonly #queue = new SerialQueue();

	constructor(local: LocalMedia) {
		this.#local = local;
		// The person stopped it in the browser's own bar, or closed the window.
		local.on('ended', ({ kind }) => {
			if (kind === 'share') this.#stop();
			else if (kind === 'shareAudio') local.remove(kind);
		});
	}

	/** @throws MeetingError 3054 when a screen is shared already */
	enable(custom?: MediaStream): Promise<void> {
		const wish = this.#local.wishes.begin('share');
		return this.#queue.run(async () => {
			try {
				wish.check();
				await this.#share(custom, wish);
			} finally {
				this.#local.wishes.end(wish);
			}
		});
	}

	/**
	 * A screen that is still being chosen is not shared any more.
	 *
	 * @throws MeetingError 3054 when no screen is shared
	 */
	disable(): Promise<void> {
		const why = MeetingError.of('ERROR_OPERATION_ABORTED', 'the sharing was ended meanwhile');
		const gaveUp = this.#local.wishes.withdraw('share', why);
		return this.#queue.run(async () => {
			if (!this.#local.get('share') && !gaveUp) throw MeetingError.of('ERROR_ALREADY_IN_REQUESTED_STATE');
			this.#stop();
		});
	}

	async #share(custom: MediaStream | undefined, wish: Wish): Promise<void> {
		if (this.#local.get('share')?.track.readyState === 'live')
			throw MeetingError.of('ERROR_ALREADY_IN_REQUESTED_STATE');
		const stream = custom ?? (await wish.open(captureScreen));
		const video = customTrack(stream, 'video');
		const [audio] = stream.getAudioTracks();
		try {
			await Promise.all([
				this.#local.add('share', video, wish),
				...(audio ? [this.#local.add('shareAudio', audio, wish)] : []),
			]);
		} catch (error) {
			// Half of it would be a stream that nobody can end.
			this.#stop();
			throw error;
		}
	}

	#stop(): void {
		this.#local.remove('shareAudio');
		this.#local.remove('share');
	}
}
