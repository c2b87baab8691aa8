import type { ConsumerInfo, MediaOffer, RtpParameters, StreamKind } from '@roomcast/contract/signalling/media';
import type { DisplaySurface } from '@roomcast/contract/signalling/participant';
import type { Device, types } from 'mediasoup-client';
import type { Encryption } from '../e2ee/Encryption.ts';
import { MeetingError } from '../errors/MeetingError.ts';
import { Emitter } from '../events/Emitter.ts';
import { logger } from '../log/logger.ts';
import type { RequestOf } from '../signalling/Connection.ts';
import { isMediaGone } from './isMediaGone.ts';
import { MediaTransport, type TransportRequests } from './MediaTransport.ts';
import type { PathOptions } from './PathOptions.ts';
import { transportOptions } from './transportOptions.ts';

/** Events of a {@link MediaEngine}. */
export interface MediaEngineEvents {
	/** A remote stream can be shown. */
	consumer: [ConsumerInfo, types.Consumer];
	/** A remote stream is gone. */
	'consumer-closed': [ConsumerInfo];
	/** There is no media path any more: ask for new transports. */
	failed: [];
	/** The server has no such transports any more: ask for new ones. */
	gone: [];
	/** A transport has a path. */
	connected: [];
}

/** A local track on its way out. */
export interface ProduceOptions {
	readonly kind: StreamKind;
	readonly track: MediaStreamTrack;
	readonly streamId: string;
	readonly paused: boolean;
	readonly encodings?: types.RtpEncodingParameters[];
	readonly codecOptions?: types.ProducerCodecOptions;
	readonly codec?: types.RtpCodecCapability;
	/** What of a screen is shared, where the browser tells it. */
	readonly displaySurface?: DisplaySurface | undefined;
	/** Pixels of the source. */
	readonly width?: number;
	readonly height?: number;
}

/** What end-to-end encryption needs. */
export interface MediaProtection {
	readonly encryption: Pick<Encryption, 'add' | 'connectionSettings'>;
	/** Whose streams those are that are sent. */
	ownId(): string;
}

/** What is asked of the server. @internal */
export type MediaRequests = 'produce' | 'resume-consumers' | TransportRequests;

/**
 * The media of one offer of the server: a transport each way, what is sent and what is received. A new offer (a new
 * session, or a new media worker) replaces everything.
 */
export class MediaEngine extends Emitter<MediaEngineEvents> {
	readonly #request: RequestOf<MediaRequests>;
	readonly #path: PathOptions;
	readonly #protection: MediaProtection | null;
	readonly #consumers = new Map<string, { info: ConsumerInfo; consumer: types.Consumer | null }>();
	#device: Device | null = null;
	#send: MediaTransport | null = null;
	#receive: MediaTransport | null = null;

	/** @param protection of an end-to-end encrypted meeting; null where the server sees the media */
	constructor(request: RequestOf<MediaRequests>, path: PathOptions, protection: MediaProtection | null = null) {
		super();
		this.#protection = protection;
		this.#request = request;
		this.#path = path;
	}

	/** Whether streams can be sent at all in this mode. */
	get canSend(): boolean {
		return this.#send !== null;
	}

	get sendTransport(): types.Transport | null {
		return this.#send?.transport ?? null;
	}

	get recvTransport(): types.Transport | null {
		return this.#receive?.transport ?? null;
	}

	/** Makes the transports of an offer. What it offers to receive is left to {@link consume}. */
	start(device: Device, offer: MediaOffer): void {
		this.stop();
		this.#device = device;
		const options = (info: NonNullable<MediaOffer['sendTransport']>) =>
			transportOptions(info, offer.iceServers, this.#path, this.#protection?.encryption.connectionSettings);
		if (offer.recvTransport) this.#receive = this.#own(device.createRecvTransport(options(offer.recvTransport)));
		if (offer.sendTransport) {
			this.#send = this.#own(device.createSendTransport(options(offer.sendTransport)));
			this.#answerProduce(this.#send.transport);
		}
	}

	/** Closes both transports; remote streams are reported as gone, producers see their transport close. */
	stop(): void {
		for (const transport of [this.#send, this.#receive]) transport?.close();
		this.#send = this.#receive = null;
		for (const id of [...this.#consumers.keys()]) this.closeConsumer(id);
	}

	/** Receives streams that the server offers: all of them in one negotiation. Those offered paused start when ready. */
	async consume(infos: ConsumerInfo[]): Promise<void> {
		const transport = this.#receive?.transport;
		if (!transport) return;
		const fresh = infos.filter(({ id }) => !this.#consumers.has(id));
		for (const info of fresh) this.#consumers.set(info.id, { info, consumer: null });
		const made = await Promise.all(fresh.map((info) => this.#consume(transport, info)));
		const consumerIds = fresh.filter(({ paused }, index) => paused && made[index]).map(({ id }) => id);
		if (consumerIds.length > 0) await this.#request('resume-consumers', { consumerIds });
	}

	/**
	 * Resolves once the first picture of somebody arrives; at once when nobody sends one.
	 *
	 * @param within ms at most
	 */
	async receiving(within: number): Promise<void> {
		const entries = [...this.#consumers.values()];
		if (!entries.some(({ info }) => info.kind === 'video' || info.kind === 'share')) return;
		await new Promise<void>((resolve) => {
			const watched: MediaStreamTrack[] = [];
			const done = () => {
				clearTimeout(timer);
				this.off('consumer', watch);
				for (const track of watched) track.removeEventListener('unmute', done);
				resolve();
			};
			const watch = (_info: ConsumerInfo, { kind, track }: types.Consumer) => {
				if (kind !== 'video') return;
				if (!track.muted) return done();
				watched.push(track);
				track.addEventListener('unmute', done);
			};
			const timer = setTimeout(done, within);
			this.on('consumer', watch);
			for (const { info, consumer } of entries) if (consumer) watch(info, consumer);
		});
	}

	/** The server forwards a stream no more. */
	closeConsumer(id: string): void {
		const entry = this.#consumers.get(id);
		this.#consumers.delete(id);
		entry?.consumer?.close();
		if (entry?.consumer) this.emit('consumer-closed', entry.info);
	}

	/**
	 * Sends a track.
	 *
	 * @throws MeetingError 3066 in a mode that does not send; what the server refused. When that is the transport, it is
	 *   closed by then
	 */
	async produce({ kind, paused, width, height, displaySurface, ...options }: ProduceOptions): Promise<types.Producer> {
		const transport = this.#send?.transport;
		if (!transport) throw MeetingError.of('ERROR_ACTION_NOT_SUPPORTED_IN_MODE', `sending "${kind}"`);
		const appData = { kind, paused, displaySurface, ...(width && height ? { width, height } : {}) };
		const producer = await transport
			.produce({ ...options, ...this.#sealed(kind, options.codec), appData, stopTracks: false })
			.catch((error) => {
				if (isMediaGone(error)) this.#handleGone(transport);
				throw error;
			});
		if (paused) producer.pause();
		return producer;
	}

	/** What this browser and the room have in common for a codec, or undefined. @param mimeType as `video/VP8` */
	codec(mimeType: string): types.RtpCodecCapability | undefined {
		return this.#device?.sendRtpCapabilities.codecs?.find(
			(codec) => codec.mimeType.toLowerCase() === mimeType.toLowerCase(),
		);
	}

	/** Looks for another path at once, because the network changed. */
	mend(): void {
		void this.#send?.mend();
		void this.#receive?.mend();
	}

	#own(transport: types.Transport): MediaTransport {
		const owned = new MediaTransport(transport, this.#request);
		owned.on('failed', () => this.emit('failed'));
		owned.on('gone', () => this.#handleGone(transport));
		owned.on('connected', () => this.emit('connected'));
		return owned;
	}

	/** Told once for all that is closed then. */
	#handleGone(transport: types.Transport): void {
		if (transport.closed) return;
		this.stop();
		this.emit('gone');
	}

	#answerProduce(transport: types.Transport): void {
		transport.on('produce', ({ rtpParameters, appData }, done, failed) => {
			const { kind, paused, width, height, displaySurface } = appData as {
				kind: StreamKind;
				paused: boolean;
				width?: number;
				height?: number;
				displaySurface?: DisplaySurface;
			};
			const size = width && height ? { width, height } : {};
			this.#request('produce', {
				transportId: transport.id,
				kind,
				rtpParameters: rtpParameters as RtpParameters,
				paused,
				...size,
				...(displaySurface === undefined ? {} : { displaySurface }),
			}).then(({ producerId }) => done({ id: producerId }), failed);
		});
	}

	/** What encrypts a stream before it is sent. */
	#sealed(kind: StreamKind, codec: types.RtpCodecCapability | undefined): Pick<types.ProducerOptions, 'onRtpSender'> {
		const protection = this.#protection;
		if (protection === null) return {};
		const { encryption, ownId } = protection;
		const stream = { direction: 'send' as const, participantId: ownId(), kind, codec: codec?.mimeType ?? 'audio/opus' };
		return { onRtpSender: (sender) => encryption.add(sender, stream) };
	}

	/** What decrypts a stream before it is played. */
	#opened({ participantId, kind, rtpParameters }: ConsumerInfo): Pick<types.ConsumerOptions, 'onRtpReceiver'> {
		const encryption = this.#protection?.encryption;
		if (encryption === undefined) return {};
		const codec = rtpParameters.codecs[0]?.mimeType ?? '';
		return { onRtpReceiver: (end) => encryption.add(end, { direction: 'receive', participantId, kind, codec }) };
	}

	async #consume(transport: types.Transport, info: ConsumerInfo): Promise<boolean> {
		const { id, producerId, kind, participantId, rtpParameters } = info;
		try {
			const consumer = await transport.consume({
				id,
				producerId,
				kind: kind === 'video' || kind === 'share' ? 'video' : 'audio',
				rtpParameters: rtpParameters as types.RtpParameters,
				// One stream id for what belongs together makes the browser keep lips and voice in step.
				streamId: kind === 'share' || kind === 'shareAudio' ? `${participantId}-share` : participantId,
				...this.#opened(info),
			});
			const entry = this.#consumers.get(id);
			if (!entry) {
				consumer.close();
				return false;
			}
			entry.consumer = consumer;
			this.emit('consumer', info, consumer);
			return true;
		} catch (error) {
			this.#consumers.delete(id);
			if (!transport.closed) logger.error(`The ${kind} stream of "${participantId}" cannot be received`, error);
			return false;
		}
	}
}
