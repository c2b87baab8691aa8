import type { RtpCapabilities } from '@roomcast/contract/signalling/media';
import { Device, type types } from 'mediasoup-client';

/**
 * Finds out what this browser can send and receive. It costs a peer connection, so the answer is kept for as long as
 * the room offers the same.
 */
export class DeviceLoader {
	readonly #handlerFactory: types.HandlerFactory | undefined;
	#loaded: { offered: string; device: Promise<Device> } | null = null;

	/** @param handlerFactory replaces the browser's WebRTC, for tests */
	constructor(handlerFactory?: types.HandlerFactory) {
		this.#handlerFactory = handlerFactory;
	}

	/** The device for a room that offers these capabilities. */
	load(routerRtpCapabilities: RtpCapabilities): Promise<Device> {
		const offered = JSON.stringify(routerRtpCapabilities);
		if (this.#loaded?.offered !== offered) this.#loaded = { offered, device: this.#load(routerRtpCapabilities) };
		return this.#loaded.device;
	}

	async #load(routerRtpCapabilities: RtpCapabilities): Promise<Device> {
		const device = new Device(this.#handlerFactory ? { handlerFactory: this.#handlerFactory } : {});
		await device.load({ routerRtpCapabilities: routerRtpCapabilities as types.RtpCapabilities });
		return device;
	}
}
