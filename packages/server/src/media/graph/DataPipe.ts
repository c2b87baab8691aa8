import type { types } from 'mediasoup';
import { resetChannel } from '../resetChannel.ts';
import type { Pipe } from './Edge.ts';

/** A data channel between two pipe transports. Those who get it want every message: it always flows. */
export class DataPipe implements Pipe {
	readonly flowing = true;
	readonly #copy: types.DataProducer;

	private constructor(producer: types.DataProducer, consumer: types.DataConsumer, copy: types.DataProducer) {
		this.#copy = copy;
		const close = () => this.close();
		producer.observer.once('close', close);
		copy.observer.once('close', () => {
			producer.observer.off('close', close);
			consumer.close();
		});
		consumer.observer.once('close', close);
	}

	/** @throws Error when the channel has ended, or either transport is closed */
	static async open(
		near: types.PipeTransport,
		far: types.PipeTransport,
		producer: types.DataProducer,
	): Promise<DataPipe> {
		let consumer: types.DataConsumer | undefined;
		try {
			consumer = await near.consumeData({ dataProducerId: producer.id });
			const { id, label, protocol, appData } = producer;
			const { sctpStreamParameters } = consumer;
			const copy = await far.produceData({
				id,
				label,
				protocol,
				appData,
				...(sctpStreamParameters === undefined ? {} : { sctpStreamParameters }),
			});
			if (!producer.closed && !consumer.closed) return new DataPipe(producer, consumer, copy);
			copy.close();
			throw new Error('The data channel has ended');
		} catch (error) {
			consumer?.close();
			for (const transport of [near, far]) resetChannel(transport);
			throw error;
		}
	}

	get closed(): boolean {
		return this.#copy.closed;
	}

	flow(): void {}

	close(): void {
		this.#copy.close();
	}

	onClosed(listener: () => void): void {
		if (this.closed) listener();
		else this.#copy.observer.once('close', listener);
	}
}
