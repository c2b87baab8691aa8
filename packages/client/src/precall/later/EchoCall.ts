import type { DataConsumerInfo } from '@roomcast/contract/signalling/media';
import type { types } from 'mediasoup-client';
import { MeetingError } from '../../errors/MeetingError.ts';
import { audioCodecOptions, videoCodecOptions, videoEncodings } from '../../media/encodings.ts';
import { MediaEngine } from '../../media/MediaEngine.ts';
import type { PathOptions } from '../../media/PathOptions.ts';
import { audioSettings, videoSettings } from '../../media/publishSettings.ts';
import { Connection } from '../../signalling/Connection.ts';
import type { PreCallTestContext } from '../PreCallTestContext.ts';
import type {} from '../types.ts';

/** What is asked of the server. @internal */
export type EchoRequests = 'test-call';

/** Waits at most this long for a path, in ms: one that takes longer is of no use in a call either. */
const PATH_TIME = 6000;

/** A call with the server alone, on a connection of its own: what is sent comes back. */
export class EchoCall {
	readonly media: MediaEngine;
	/** Whether the server named a TURN server. */
	readonly hasTurn: boolean;
	readonly #connection: Connection;
	#connected = false;
	#heardData: (bytes: number) => void = () => {};

	private constructor(connection: Connection, media: MediaEngine, hasTurn: boolean) {
		this.#connection = connection;
		this.media = media;
		this.hasTurn = hasTurn;
		media.on('connected', () => {
			this.#connected = true;
		});
	}

	/**
	 * @param path by which media goes
	 * @throws MeetingError what the server refused; 3047 when it cannot be reached
	 */
	static async open({ url, devices }: PreCallTestContext, token: string, path: PathOptions): Promise<EchoCall> {
		const connection = new Connection(url);
		try {
			const { routerRtpCapabilities } = await connection.connect();
			const device = await devices.load(routerRtpCapabilities);
			const { media: offer } = await connection.request('test-call', {
				token,
				rtpCapabilities: device.recvRtpCapabilities as never,
			});
			// There is no session to come back to: a test whose connection breaks is over.
			connection.on('lost', () => connection.close());
			connection.startSession('');
			const media = new MediaEngine(connection.request, path);
			connection.on('notification', ({ event, data }) => {
				if (event === 'consumer-added') media.consume([data.consumer]).catch(() => {});
				if (event === 'data-consumer-added') call.#receiveData(data.dataConsumer).catch(() => {});
			});
			const hasTurn = offer.iceServers.some(({ urls }) => /^turns?:/.test([urls].flat()[0] ?? ''));
			const call = new EchoCall(connection, media, hasTurn);
			media.start(device, offer);
			return call;
		} catch (error) {
			connection.close();
			throw error;
		}
	}

	/** Sends a track. */
	async send(track: MediaStreamTrack): Promise<void> {
		if (track.kind === 'audio') {
			const codecOptions = audioCodecOptions(audioSettings(track, 'audio'));
			await this.media.produce({ kind: 'audio', track, streamId: 'camera', paused: false, codecOptions });
			return;
		}
		const settings = { ...videoSettings(track, 'video'), codec: 'VP8' as const };
		const { width = settings.width, height = settings.height } = track.getSettings();
		const codec = this.media.codec('video/VP8');
		await this.media.produce({
			kind: 'video',
			track,
			streamId: 'camera',
			paused: false,
			width,
			height,
			encodings: videoEncodings(settings, width),
			codecOptions: videoCodecOptions(settings),
			...(codec ? { codec } : {}),
		});
	}

	/** Resolves whether media has a path to the server, as soon as it is known. */
	async hasPath(signal: AbortSignal): Promise<boolean> {
		if (this.#connected) return true;
		return new Promise((resolve) => {
			const done = (path: boolean) => () => {
				clearTimeout(timer);
				resolve(path);
			};
			const timer = setTimeout(done(false), PATH_TIME);
			this.media.on('connected', done(true));
			this.media.on('failed', done(false));
			signal.addEventListener('abort', done(false), { once: true });
		});
	}

	/**
	 * Opens a data channel whose messages come back.
	 *
	 * @param heard called with the bytes of each that did
	 * @throws MeetingError 3048 without transports; what the server refused
	 */
	async openData(heard: (bytes: number) => void): Promise<types.DataProducer> {
		const { sendTransport } = this.media;
		if (!sendTransport) throw MeetingError.of('ERROR_MEDIA_NOT_READY');
		this.#heardData = heard;
		sendTransport.on('producedata', ({ sctpStreamParameters }, done, failed) => {
			const data = { transportId: sendTransport.id, reliability: 'RELIABLE' as const, sctpStreamParameters };
			this.#connection
				.request('produce-data', data as never)
				.then((reply) => done({ id: reply.dataProducerId }), failed);
		});
		const producer = await sendTransport.produceData();
		if (producer.readyState !== 'open')
			await new Promise<void>((resolve, reject) => {
				producer.on('open', resolve);
				producer.on('close', () => reject(MeetingError.of('ERROR_MEDIA_NOT_READY')));
			});
		return producer;
	}

	async #receiveData({ id, dataProducerId, sctpStreamParameters }: DataConsumerInfo): Promise<void> {
		const options = { id, dataProducerId, sctpStreamParameters: sctpStreamParameters as types.SctpStreamParameters };
		const consumer = await this.media.recvTransport?.consumeData(options);
		if (consumer) consumer.binaryType = 'arraybuffer';
		consumer?.on('message', (message) => this.#heardData((message as ArrayBuffer).byteLength));
	}

	close(): void {
		this.media.stop();
		this.#connection.leaveNow();
	}
}
