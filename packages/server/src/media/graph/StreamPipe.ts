import type { types } from 'mediasoup';
import { resetChannel } from '../resetChannel.ts';
import type { Pipe } from './Edge.ts';

/** A stream between two pipe transports: a consumer at the near end, and at the far one a producer with the id of the first. */
export class StreamPipe implements Pipe {
	readonly #consumer: types.Consumer;
	readonly #copy: types.Producer;
	#flowing = false;

	private constructor(producer: types.Producer, consumer: types.Consumer, copy: types.Producer) {
		this.#consumer = consumer;
		this.#copy = copy;
		// Muted and unmuted is the copy as its original. What fails has ended.
		const mute = () => void copy.pause().catch(() => {});
		const unmute = () => void copy.resume().catch(() => {});
		const close = () => this.close();
		producer.observer.on('pause', mute).on('resume', unmute).once('close', close);
		copy.observer.once('close', () => {
			producer.observer.off('pause', mute).off('resume', unmute).off('close', close);
			consumer.close();
		});
		consumer.observer.once('close', close);
		if (producer.paused && !copy.paused) mute();
		if (!producer.paused && copy.paused) unmute();
	}

	/**
	 * Opens one that does not flow.
	 *
	 * @throws Error when the stream has ended, or either transport is closed
	 */
	static async open(
		near: types.PipeTransport,
		far: types.PipeTransport,
		producer: types.Producer,
	): Promise<StreamPipe> {
		try {
			const consumer = await near.consume({ producerId: producer.id });
			const { id, kind, appData } = producer;
			const [copied, paused] = await Promise.allSettled([
				far.produce({ id, kind, rtpParameters: consumer.rtpParameters, paused: producer.paused, appData }),
				consumer.pause(),
			]);
			if (copied.status === 'fulfilled' && paused.status === 'fulfilled' && !producer.closed && !consumer.closed)
				return new StreamPipe(producer, consumer, copied.value);
			consumer.close();
			if (copied.status === 'fulfilled') copied.value.close();
			const failed = [copied, paused].find((result) => result.status === 'rejected');
			throw new Error('The stream could not be piped', { cause: failed?.reason });
		} catch (error) {
			for (const transport of [near, far]) resetChannel(transport);
			throw error;
		}
	}

	get closed(): boolean {
		return this.#copy.closed;
	}

	get flowing(): boolean {
		return this.#flowing && !this.closed;
	}

	flow(on: boolean): void {
		if (on === this.#flowing || this.closed) return;
		this.#flowing = on;
		// A resumed consumer asks the sender for key frames. What fails has ended.
		(on ? this.#consumer.resume() : this.#consumer.pause()).catch(() => {});
	}

	close(): void {
		this.#copy.close();
	}

	onClosed(listener: () => void): void {
		if (this.closed) listener();
		else this.#copy.observer.once('close', listener);
	}
}
