import { captureScreen } from '../devices/capture.ts';
import { MeetingError } from '../errors/MeetingError.ts';
import { customTrack } from './customTrack.ts';
import type { LocalMedia } from './LocalMedia.ts';
import { SerialQueue } from './SerialQueue.ts';

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
		return this.#queue.run(async () => {
			if (this.#local.get('share')) throw MeetingError.of('ERROR_ALREADY_IN_REQUESTED_STATE');
			const stream = custom ?? (await captureScreen());
			const video = customTrack(stream, 'video');
			const [audio] = stream.getAudioTracks();
			const own = custom !== undefined;
			await Promise.all([
				this.#local.add('share', video, own),
				...(audio ? [this.#local.add('shareAudio', audio, own)] : []),
			]);
		});
	}

	/** @throws MeetingError 3054 when no screen is shared */
	disable(): Promise<void> {
		return this.#queue.run(async () => {
			if (!this.#local.get('share')) throw MeetingError.of('ERROR_ALREADY_IN_REQUESTED_STATE');
			this.#stop();
		});
	}

	#stop(): void {
		this.#local.remove('shareAudio');
		this.#local.remove('share');
	}
}
