import type { RtpCapabilities } from '@roomcast/contract/signalling/media';
import { Device, type types } from 'mediasoup-client';
import { browserHandler, rememberCapabilities } from './browserHandler.ts';

/** Finds out what this browser and a room can send and receive. Its answers are kept. */
export class DeviceLoader {
	readonly #makeHandler: () => types.HandlerFactory;
	#handler: types.HandlerFactory | null = null;
	#loaded: { offered: string; device: Promise<Device> } | null = null;

	/** @param makeHandler replaces the browser's WebRTC, for tests */
	constructor(makeHandler: () => types.HandlerFactory = browserHandler) {
		this.#makeHandler = makeHandler;
	}

	/** Asks the browser ahead of {@link load}, while nothing is known of the room yet. */
	async warmUp(): Promise<void> {
		const handler = this.#handlerOnce();
		await Promise.all(
			(['recvonly', 'sendonly'] as const).map((direction) => handler.getNativeRtpCapabilities({ direction })),
		);
	}

	/**
	 * The device for a room that offers these capabilities.
	 *
	 * @throws MeetingError 3047 in a browser that is not supported
	 */
	load(routerRtpCapabilities: RtpCapabilities): Promise<Device> {
		const offered = JSON.stringify(routerRtpCapabilities);
		if (this.#loaded?.offered === offered) return this.#loaded.device;
		const device = this.#load(routerRtpCapabilities);
		this.#loaded = { offered, device };
		device.catch(() => {
			if (this.#loaded?.device === device) this.#loaded = null;
		});
		return device;
	}

	async #load(routerRtpCapabilities: RtpCapabilities): Promise<Device> {
		const device = new Device({ handlerFactory: this.#handlerOnce() });
		await device.load({ routerRtpCapabilities: routerRtpCapabilities as types.RtpCapabilities });
		return device;
	}

	#handlerOnce(): types.HandlerFactory {
		this.#handler ??= rememberCapabilities(this.#makeHandler());
		return this.#handler;
	}
}
