import type { types } from 'mediasoup-client';
import { Emitter } from '../events/Emitter.ts';
import { logger } from '../log/logger.ts';
import type { RequestOf } from '../signalling/Connection.ts';
import { isMediaGone } from './isMediaGone.ts';

/** Events of a {@link MediaTransport}. */
export interface MediaTransportEvents {
	/** No path, and ICE restarts did not find another: new transports are needed. */
	failed: [];
	/** The server has no such transport: new ones are needed. */
	gone: [];
	connected: [];
}

/**
 * How long a path may take, in ms, before ICE is restarted. Browsers check a pair of addresses for 15 s, and may then stay
 * in `checking` without ever failing: a network that comes back later is found by a restart alone.
 */
const PATIENCE = 10_000;
/** How long each ICE restart has to bring the path back, in ms, before the transport counts as failed. */
const RESTARTS = [5000, PATIENCE];

/** What is asked of the server. @internal */
export type TransportRequests = 'connect-transport' | 'restart-ice';

/**
 * One WebRTC transport: connects on its first use, and restarts ICE while its path is broken.
 */
export class MediaTransport extends Emitter<MediaTransportEvents> {
	readonly transport: types.Transport;
	readonly #request: RequestOf<TransportRequests>;
	#mending = false;
	#impatience: ReturnType<typeof setTimeout> | undefined;

	constructor(transport: types.Transport, request: RequestOf<TransportRequests>) {
		super();
		this.transport = transport;
		this.#request = request;
		transport.on('connect', ({ dtlsParameters }, done) => {
			// The server handles messages in order: nothing needs to wait for this answer, and a round trip is saved.
			request('connect-transport', { transportId: transport.id, dtlsParameters }).catch((error) => {
				if (transport.closed) return;
				logger.warn(`The ${transport.direction} transport did not connect`, error);
				if (isMediaGone(error)) this.emit('gone');
			});
			this.#impatience = setTimeout(() => void this.mend(), PATIENCE);
			done();
		});
		transport.observer.on('close', () => clearTimeout(this.#impatience));
		transport.on('connectionstatechange', (state) => {
			logger.debug(`The ${transport.direction} transport is ${state}`);
			if (state === 'connected') {
				clearTimeout(this.#impatience);
				this.emit('connected');
			}
			if (state === 'disconnected' || state === 'failed') void this.mend();
		});
	}

	/** Restarts ICE until media has a path again, or tells that it has none. */
	async mend(): Promise<void> {
		if (this.#mending || this.transport.connectionState === 'new') return;
		this.#mending = true;
		try {
			for (const patience of RESTARTS) {
				if (this.transport.closed || (await this.#restartIce(patience))) return;
			}
			if (!this.transport.closed) this.emit('failed');
		} finally {
			this.#mending = false;
		}
	}

	close(): void {
		this.transport.close();
	}

	async #restartIce(patience: number): Promise<boolean> {
		try {
			const { iceParameters, iceServers } = await this.#request('restart-ice', { transportId: this.transport.id });
			if (this.transport.closed) return true;
			// Those of the join may have expired: a TURN server answers them with 401 (RFC 8656, section 5).
			if (iceServers) await this.#renewNames(iceServers as RTCIceServer[]);
			await this.transport.restartIce({ iceParameters: iceParameters as types.IceParameters });
		} catch (error) {
			logger.debug('Restarting ICE failed', error);
			if (isMediaGone(error)) this.emit('gone');
			return this.transport.closed;
		}
		return this.#becomesConnected(patience);
	}

	/** A browser that cannot change them goes on with those it has. */
	async #renewNames(iceServers: RTCIceServer[]): Promise<void> {
		await this.transport
			.updateIceServers({ iceServers })
			.catch((error) => logger.debug('The ICE servers could not be renewed', error));
	}

	#becomesConnected(patience: number): Promise<boolean> {
		return new Promise((resolve) => {
			// An ICE restart of a path that still works passes through no other state.
			const settle = () => {
				clearTimeout(timer);
				this.transport.off('connectionstatechange', watch);
				this.transport.observer.off('close', settle);
				resolve(this.transport.closed || this.transport.connectionState === 'connected');
			};
			const watch = (state: types.ConnectionState) => state === 'connected' && settle();
			const timer = setTimeout(settle, patience);
			this.transport.on('connectionstatechange', watch);
			this.transport.observer.on('close', settle);
			if (this.transport.connectionState === 'connected') setTimeout(settle, 0);
		});
	}
}
