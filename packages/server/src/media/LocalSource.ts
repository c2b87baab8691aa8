import { EventEmitter } from 'node:events';
import type { DtlsParameters, RtpCapabilities, RtpParameters, StreamKind, TransportInfo } from '@roomcast/contract';
import type { types } from 'mediasoup';
import type { ProducerAppData } from './ProducerAppData.ts';
import { toMediasoup } from './rtpParameters.ts';
import { transportInfo } from './transportInfo.ts';

export interface LocalSourceEvents {
	produced: [types.Producer];
	closed: [];
}

/** What a browser on this machine sends into a room for its recorders alone: no participant gets it or hears of it. */
export class LocalSource extends EventEmitter<LocalSourceEvents> {
	readonly #transport: types.WebRtcTransport;
	readonly #router: types.Router;
	readonly #producers = new Set<types.Producer>();

	private constructor(router: types.Router, transport: types.WebRtcTransport) {
		super();
		this.#router = router;
		this.#transport = transport;
		transport.observer.once('close', () => this.emit('closed'));
	}

	/**
	 * @throws Error when the router is closed by now
	 */
	static async create(router: types.Router): Promise<LocalSource> {
		const listen = { ip: '127.0.0.1' };
		const transport = await router.createWebRtcTransport({
			listenInfos: [
				{ protocol: 'udp', ...listen },
				{ protocol: 'tcp', ...listen },
			],
			preferUdp: true,
		});
		return new LocalSource(router, transport);
	}

	get closed(): boolean {
		return this.#transport.closed;
	}

	/** What the browser needs to send. */
	get offer(): { rtpCapabilities: RtpCapabilities; transport: TransportInfo } {
		return {
			rtpCapabilities: this.#router.rtpCapabilities as RtpCapabilities,
			transport: transportInfo(this.#transport),
		};
	}

	/** What is sent now. */
	get producers(): types.Producer[] {
		return [...this.#producers];
	}

	/** @throws Error when it is closed, or connected already */
	async connect(dtlsParameters: DtlsParameters): Promise<void> {
		await this.#transport.connect({ dtlsParameters: dtlsParameters as types.DtlsParameters });
	}

	/**
	 * Begin to send.
	 *
	 * @param source who the recorder takes it for, and its size in pixels
	 * @returns the id of the stream
	 * @throws Error when it is closed, or the parameters are none that a router takes
	 */
	async produce(
		source: { participantId: string; kind: Extract<StreamKind, 'audio' | 'video'>; width: number; height: number },
		rtpParameters: RtpParameters,
	): Promise<string> {
		const appData: ProducerAppData = { ...source };
		const producer = await this.#transport.produce({
			kind: source.kind,
			rtpParameters: toMediasoup(rtpParameters),
			appData,
		});
		this.#producers.add(producer);
		producer.observer.once('close', () => this.#producers.delete(producer));
		this.emit('produced', producer);
		return producer.id;
	}

	close(): void {
		this.#transport.close();
	}
}
