import { Device, type types } from 'mediasoup-client';

/** How the tab is captured. */
export interface CaptureRequest {
	/** Of the page, in pixels. */
	readonly width: number;
	readonly height: number;
	readonly frameRate: number;
}

/** Where it is sent. */
export interface PublishRequest {
	readonly rtpCapabilities: types.RtpCapabilities;
	readonly transport: Omit<types.TransportOptions, 'id'> & { readonly id: string };
	/** Bits per second. */
	readonly videoBitrate: number;
}

/** Asks the server, over a binding of the DevTools protocol; the answer comes by `answer`. */
type Ask = (method: 'connect' | 'produce' | 'ended', data: unknown) => Promise<string>;

declare const roomcastAsk: (text: string) => void;

const AUDIO_BITRATE = 128_000;

/** Captures the tab of a template page, and sends it to the media worker. */
export class Driver {
	#stream: MediaStream | undefined;
	#transport: types.Transport | undefined;
	readonly #answers = new Map<number, PromiseWithResolvers<string>>();
	#lastId = 0;

	/** The tab that has the title which the browser was started with. Needs a user gesture. */
	async capture({ width, height, frameRate }: CaptureRequest): Promise<void> {
		this.#stop();
		const size = (side: number) => ({ ideal: side, max: side });
		const stream = await navigator.mediaDevices.getDisplayMedia({
			video: { width: size(width), height: size(height), frameRate: { ideal: frameRate, max: frameRate } },
			// The sound as the page makes it, not as a telephone would.
			audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false, channelCount: 2 },
		});
		for (const track of stream.getTracks()) track.onended = () => void this.#ask('ended', { kind: track.kind });
		this.#stream = stream;
	}

	/** Sends what is captured; what was sent elsewhere before ends. */
	async publish({ rtpCapabilities, transport: options, videoBitrate }: PublishRequest): Promise<void> {
		this.#transport?.close();
		const device = await Device.factory();
		await device.load({ routerRtpCapabilities: rtpCapabilities });
		const transport = device.createSendTransport(options as types.TransportOptions);
		this.#transport = transport;
		transport.on('connect', ({ dtlsParameters }, done, failed) => {
			this.#ask('connect', { dtlsParameters }).then(() => done(), failed);
		});
		transport.on('produce', ({ kind, rtpParameters }, done, failed) => {
			this.#ask('produce', { kind, rtpParameters }).then((id) => done({ id }), failed);
		});
		for (const track of this.#stream?.getTracks() ?? []) {
			// Not the track itself: it outlives the transport.
			if (track.kind === 'audio') await this.#produceAudio(transport, track);
			else await this.#produceVideo(device, transport, track, videoBitrate);
		}
	}

	/** The server answers what was asked. */
	answer(id: number, error: string | null, result: string): void {
		const waiting = this.#answers.get(id);
		this.#answers.delete(id);
		if (error === null) waiting?.resolve(result);
		else waiting?.reject(new Error(error));
	}

	async #produceAudio(transport: types.Transport, track: MediaStreamTrack): Promise<void> {
		await transport.produce({
			track,
			stopTracks: false,
			codecOptions: { opusStereo: true, opusDtx: false, opusMaxAverageBitrate: AUDIO_BITRATE },
		});
	}

	async #produceVideo(
		device: Device,
		transport: types.Transport,
		track: MediaStreamTrack,
		bitrate: number,
	): Promise<void> {
		// As a film, not as a slide: else frames are few.
		track.contentHint = 'motion';
		// Without a GPU the picture of a tab is BT.601, and is labelled BT.709. VP8 has no labels.
		const codec = device.sendRtpCapabilities.codecs?.find(({ mimeType }) => mimeType.toLowerCase() === 'video/vp8');
		const producer = await transport.produce({
			track,
			stopTracks: false,
			...(codec === undefined ? {} : { codec }),
			encodings: [{ maxBitrate: bitrate, maxFramerate: 30 }],
			codecOptions: {
				videoGoogleStartBitrate: Math.round(bitrate / 1000),
				videoGoogleMaxBitrate: Math.round(bitrate / 1000),
			},
		});
		const sender = producer.rtpSender;
		if (sender === undefined) return;
		// On a machine that is busy frames are left out: a recording that changes its size would be worse.
		await sender.setParameters({ ...sender.getParameters(), degradationPreference: 'maintain-resolution' } as never);
	}

	#ask: Ask = (method, data) => {
		const id = ++this.#lastId;
		const waiting = Promise.withResolvers<string>();
		this.#answers.set(id, waiting);
		roomcastAsk(JSON.stringify({ id, method, data }));
		return waiting.promise;
	};

	#stop(): void {
		for (const track of this.#stream?.getTracks() ?? []) track.stop();
		this.#stream = undefined;
	}
}
