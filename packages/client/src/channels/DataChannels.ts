import type { MediaOffer } from '@roomcast/contract/signalling/media';
import type { types } from 'mediasoup-client';
import { MeetingError } from '../errors/MeetingError.ts';
import { Emitter } from '../events/Emitter.ts';
import { SerialQueue } from '../local/SerialQueue.ts';
import { logger } from '../log/logger.ts';
import type { MediaEngine } from '../media/MediaEngine.ts';
import type { RequestOf } from '../signalling/Connection.ts';
import { epochMs } from '../time/clock.ts';
import { announceChannels, DataSender } from './DataSender.ts';
import { packFrame, readFrame } from './frame.ts';
import { type DataPayload, payloadBytes } from './payload.ts';
import type { DataMessage, Reliability } from './types.ts';

type DataConsumerInfo = MediaOffer['dataConsumers'][number];

/** How long media comes first before channels are opened that nobody needs at once, in ms. */
const AFTER_MEDIA = 300;

/** What is asked of the server. @internal */
export type DataRequests = 'produce-data';

/**
 * Messages between participants over data channels: one channel of each reliability to the others, and one from everybody
 * who has opened theirs. They are opened when the app is going to use them, and again whenever media is made again.
 */
export class DataChannels extends Emitter<{ data: [DataMessage] }> {
	readonly #media: MediaEngine;
	readonly #request: RequestOf<DataRequests>;
	readonly #queues: Record<Reliability, SerialQueue> = { RELIABLE: new SerialQueue(), UNRELIABLE: new SerialQueue() };
	readonly #senders = new Map<Reliability, Promise<DataSender>>();
	readonly #receivers = new Map<string, types.DataConsumer | null>();
	readonly #announced = new WeakSet<types.Transport>();
	/** What the app is going to use. */
	readonly #wanted = new Set<Reliability>();
	#opening: ReturnType<typeof setTimeout> | undefined;

	constructor(media: MediaEngine, request: RequestOf<DataRequests>) {
		super();
		this.#media = media;
		this.#request = request;
	}

	/** The app listens: who listens speaks, so the reliable channel is opened ahead. */
	expect(): void {
		this.#wanted.add('RELIABLE');
		this.#openLater();
	}

	/**
	 * Sends a message to everybody else.
	 *
	 * @returns whether it was sent: an unreliable one may be left out when the network does not keep up
	 * @throws MeetingError 3068, 3072, 3073 for what cannot be sent; 3048 while media is made again; 3070 when it fails
	 */
	async send(payload: DataPayload, reliability: Reliability): Promise<boolean> {
		if (reliability !== 'RELIABLE' && reliability !== 'UNRELIABLE')
			throw MeetingError.of(
				'ERROR_INVALID_PARAMETER',
				`reliability is "${reliability}", allowed are RELIABLE, UNRELIABLE`,
			);
		const timestamp = epochMs();
		const bytes = payloadBytes(payload);
		// Told below, in its turn.
		bytes.catch(() => {});
		return this.#queues[reliability].run(async () => {
			const frame = packFrame(await bytes, typeof payload === 'string', timestamp);
			const sender = await this.#sender(reliability);
			await sender.settled();
			try {
				sender.send(frame);
				return true;
			} catch (error) {
				if (reliability === 'UNRELIABLE' && !sender.closed) return false;
				throw error;
			}
		});
	}

	/** There are new transports. */
	handleMediaStarted(offered: readonly DataConsumerInfo[]): void {
		this.#senders.clear();
		this.#receivers.clear();
		for (const info of offered) this.handleOffered(info);
		this.#openLater();
	}

	handleOffered(info: DataConsumerInfo): void {
		this.#receive(info).catch((error) => {
			this.#receivers.delete(info.id);
			logger.warn(`The data channel of "${info.participantId}" cannot be received`, error);
		});
	}

	handleClosed(id: string): void {
		this.#receivers.get(id)?.close();
		this.#receivers.delete(id);
	}

	close(): void {
		clearTimeout(this.#opening);
	}

	#openLater(): void {
		clearTimeout(this.#opening);
		if (this.#wanted.size === 0) return;
		this.#opening = setTimeout(() => {
			if (!this.#media.canSend) return;
			for (const reliability of this.#wanted)
				this.#sender(reliability).catch((error) => logger.warn('A data channel did not open', error));
		}, AFTER_MEDIA);
	}

	/** The channel of that reliability, opened when there is none. */
	async #sender(reliability: Reliability): Promise<DataSender> {
		const known = this.#senders.get(reliability);
		if (known && !(await known).closed) return known;
		const transport = this.#media.sendTransport;
		if (!transport) throw MeetingError.of('ERROR_MEDIA_NOT_READY', 'it cannot send now');
		if (!this.#announced.has(transport)) announceChannels(transport, this.#request);
		this.#announced.add(transport);
		this.#wanted.add(reliability);
		const sender = DataSender.create(transport, reliability);
		this.#senders.set(reliability, sender);
		sender.catch(() => {
			if (this.#senders.get(reliability) === sender) this.#senders.delete(reliability);
		});
		return sender;
	}

	async #receive(info: DataConsumerInfo): Promise<void> {
		const { id, dataProducerId, participantId, reliability, sctpStreamParameters } = info;
		const transport = this.#media.recvTransport;
		if (!transport || this.#receivers.has(id)) return;
		this.#receivers.set(id, null);
		const { label = reliability, protocol = '' } = sctpStreamParameters;
		const consumer = await transport.consumeData({
			id,
			dataProducerId,
			sctpStreamParameters: sctpStreamParameters as types.SctpStreamParameters,
			label,
			protocol,
		});
		// Closed meanwhile.
		if (!this.#receivers.has(id)) return consumer.close();
		this.#receivers.set(id, consumer);
		consumer.binaryType = 'arraybuffer';
		consumer.on('message', (message: unknown) => {
			const frame = message instanceof ArrayBuffer ? readFrame(message) : undefined;
			if (frame) this.emit('data', { ...frame, from: participantId, reliability });
			else logger.debug(`A message of "${participantId}" is not one of this SDK`);
		});
	}
}
