import type { MeetingError } from '../errors/MeetingError.ts';

/**
 * That something be captured and sent, from the call that asks for it until the track is in the hands of what sends it.
 * Opening a device takes as long as a person thinks about a prompt; a wish that is withdrawn meanwhile ends the wait at
 * once, stops what it holds, and stops what the browser still gives.
 */
export class Wish {
	readonly #controller = new AbortController();
	readonly #held = new Set<MediaStreamTrack>();

	/** @throws MeetingError why it was withdrawn */
	check(): void {
		this.#controller.signal.throwIfAborted();
	}

	/**
	 * Waits for a device, and holds its tracks.
	 *
	 * @throws MeetingError why it was withdrawn, as soon as it is; what opening throws
	 */
	async open(capture: () => Promise<MediaStream>): Promise<MediaStream> {
		this.check();
		const { signal } = this.#controller;
		const opening = capture();
		opening.then(
			(stream) => {
				for (const track of stream.getTracks()) this.hold(track);
			},
			() => {},
		);
		let withdrawn = () => {};
		try {
			return await Promise.race([
				opening,
				new Promise<never>((_, reject) => {
					withdrawn = () => reject(signal.reason);
					signal.addEventListener('abort', withdrawn);
				}),
			]);
		} finally {
			signal.removeEventListener('abort', withdrawn);
		}
	}

	/** Answers for a track until it is {@link release}d: it stops when the wish ends before that. */
	hold(track: MediaStreamTrack): void {
		if (this.#controller.signal.aborted) track.stop();
		else this.#held.add(track);
	}

	/** Somebody else answers for a track from here on. @throws MeetingError why the wish was withdrawn */
	release(track: MediaStreamTrack): void {
		this.check();
		this.#held.delete(track);
	}

	/** It is not wanted any more. */
	withdraw(why: MeetingError): void {
		this.#controller.abort(why);
		this.end();
	}

	/** Fulfilled or failed: stops what is still held. */
	end(): void {
		for (const track of this.#held) track.stop();
		this.#held.clear();
	}
}
