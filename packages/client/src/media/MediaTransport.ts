import type { types } from 'mediasoup-client';
import { Emitter } from '../events/Emitter.ts';
import { logger } from '../log/logger.ts';
import type { Request } from '../signalling/Connection.ts';
import { isMediaGone } from './isMediaGone.ts';

/** Events of a {@link MediaTransport}. */
export interface MediaTransportEvents {
	/** No path, and ICE restarts did not find another: new transports are needed. */
	failed: [];
	/** The server has no such transport: new ones are needed. */
	gone: [];
	connected: [];
}

/** How long an ICE restart has to bring the path back, in ms, before the next one. */
const RESTART_PATIENCE = 5000;
/** ICE restarts in a row before the transport counts as failed. */
const RESTARTS = 2;

/**
 * One WebRTC transport: connects on its first use, and restarts ICE while its path is broken.
 */
export class MediaTransport extends Emitter<MediaTransportEvents> {
	readonly transport: types.Transport;
	readonly #request: Request;
	#mending = false;

	constructor(transport: types.Transport, request: Request) {
		super();
		this.transport = transport;
		this.#request = request;
		transport.on('connect', ({ dtlsParameters }, done) => {
			// The server handles messages in order: nothing needs to wait for this answer, and a round trip is saved.
			request('connect-transport', { transportId: transport.id, dtlsParameters }).catch((error) => {
				if (transport.closed) return;
				logger.warn(`The ${transport.direction} transport was not connected`, error);
				if (isMediaGone(error)) this.emit('gone');
			});
			done();
		});
		transport.on('connectionstatechange', (state) => {
			logger.debug(`The ${transport.direction} transport is ${state}`);
			if (state === 'connected') this.emit('connected');
			if (state === 'disconnected' || state === 'failed') void this.mend();
		});
	}

	/** Restarts ICE until media has a path again, or tells that it has none. */
	async mend(): Promise<void> {
		if (this.#mending || this.transport.connectionState === 'new') return;
		this.#mending = true;
		try {
			for (let restart = 0; restart < RESTARTS && !this.transport.closed; restart++) {
				if (await this.#restartIce()) return;
			}
			if (!this.transport.closed) this.emit('failed');
		} finally {
			this.#mending = false;
		}
	}

	close(): void {
		this.transport.close();
	}

	async #restartIce(): Promise<boolean> {
		try {
			const { iceParameters } = await this.#request('restart-ice', { transportId: this.transport.id });
			if (this.transport.closed) return true;
			await this.transport.restartIce({ iceParameters: iceParameters as types.IceParameters });
		} catch (error) {
			logger.debug('Restarting ICE failed', error);
			if (isMediaGone(error)) this.emit('gone');
			return this.transport.closed;
		}
		return this.#becomesConnected();
	}

	#becomesConnected(): Promise<boolean> {
		return new Promise((resolve) => {
			// An ICE restart of a path that still works passes through no other state.
			const settle = () => {
				clearTimeout(timer);
				this.transport.off('connectionstatechange', watch);
				this.transport.observer.off('close', settle);
				resolve(this.transport.closed || this.transport.connectionState === 'connected');
			};
			const watch = (state: types.ConnectionState) => state === 'connected' && settle();
			const timer = setTimeout(settle, RESTART_PATIENCE);
			this.transport.on('connectionstatechange', watch);
			this.transport.observer.on('close', settle);
			if (this.transport.connectionState === 'connected') setTimeout(settle, 0);
		});
	}
}
