import { EventEmitter } from 'node:events';
import { RoomcastError } from '@roomcast/contract';
import type { types } from 'mediasoup';
import type { Logger } from 'pino';
import { chooseWorker } from './graph/chooseWorker.ts';
import { PipeEdge } from './graph/PipeEdge.ts';
import { RoomRouter } from './graph/RoomRouter.ts';
import { RouterGraph } from './graph/RouterGraph.ts';
import { LOCAL_VIEW } from './graph/View.ts';
import { LocalSource } from './LocalSource.ts';
import { MediaPeer, type MediaPeerOptions } from './MediaPeer.ts';
import type { MediaPool } from './MediaPool.ts';
import { type Endpoint, MediaTap } from './MediaTap.ts';
import type { MediaWorker } from './MediaWorker.ts';
import type { ProducerAppData } from './ProducerAppData.ts';
import type { Level } from './voices/SpeakerChoice.ts';
import { Voices } from './voices/Voices.ts';
import type { WorkerSlot } from './WorkerSlot.ts';

/** How often a place is looked for again when the worker dies meanwhile. */
const ATTEMPTS = 3;

/** What a room's media tells its session. */
export interface MediaRoomEvents {
	/** A worker died: the peers of these participants are closed. */
	lost: [participantIds: readonly string[]];
	/** Who speaks now. */
	speaker: [participantId: string | null];
	/** Loudness of those who speak, in dBov (−127 to 0), loudest first. */
	levels: [readonly Level[]];
	/** Somebody sends something new. */
	produced: [types.Producer];
}

/** Who comes into a room. */
export interface Nearness {
	/** Of the node that they reached. */
	readonly region?: string | undefined;
	/** Whether only workers of this node will do. */
	readonly here?: boolean;
}

/** Where a peer goes. */
export interface Place {
	readonly router: RoomRouter;
	/** What is to be there is there, or will not come: the load is what it is. */
	settle(): void;
}

/**
 * The media of one session: its routers, one on each worker that carries a part of it, the peers on them, what crosses
 * between them, and who speaks. It lasts as long as the session, whichever workers die.
 */
export class MediaRoom extends EventEmitter<MediaRoomEvents> {
	readonly #pool: MediaPool;
	readonly #logger: Logger;
	readonly #voices = new Voices();
	readonly #graph = new RouterGraph(PipeEdge.create);
	readonly #routers = new Map<MediaWorker, Promise<RoomRouter>>();
	readonly #peers = new Map<string, { readonly peer: MediaPeer; readonly router: RoomRouter }>();
	#closed = false;

	constructor(pool: MediaPool, logger: Logger) {
		super();
		this.#pool = pool;
		this.#logger = logger;
		this.#voices.on('speaker', (participantId) => this.#closed || this.emit('speaker', participantId));
		this.#voices.on('levels', (levels) => this.emit('levels', levels));
	}

	get closed(): boolean {
		return this.#closed;
	}

	/** Everything that is sent in it. */
	get producers(): types.Producer[] {
		return [...this.#peers.values()].flatMap(({ peer }) => peer.producers);
	}

	get speaker(): string | null {
		return this.#voices.speaker;
	}

	/**
	 * Finds a place for a peer: a router of the room, or another one (`chooseWorker`).
	 *
	 * @param near who comes: where from, and whether only this node will do
	 * @throws RoomcastError MEDIA_SERVER_UNAVAILABLE when no worker is running, or the room is closed
	 */
	async place(near: Nearness = {}): Promise<Place> {
		for (let attempt = 1; attempt <= ATTEMPTS && !this.#closed; attempt++) {
			let settle = () => {};
			const choose = (slots: readonly WorkerSlot<MediaWorker>[]) => {
				// The one before could not be had.
				settle();
				const chosen = this.#choose(slotsNear(slots, near));
				// Many may come at once, before any of them receives anything.
				settle = chosen?.expect(1 + this.producers.length) ?? (() => {});
				return chosen;
			};
			const worker = await this.#pool.worker(choose).catch((error: unknown) => {
				settle();
				throw error;
			});
			try {
				return { router: await this.#router(worker), settle };
			} catch (error) {
				settle();
				if (!worker.closed && !this.#closed) throw error;
			}
		}
		throw new RoomcastError('MEDIA_SERVER_UNAVAILABLE');
	}

	/** Adds a participant. It has no transports until `open()`. */
	createPeer(options: MediaPeerOptions, { router }: Place): MediaPeer {
		const peer = new MediaPeer(options, {
			router: router.router,
			webRtcServer: router.worker.webRtcServer,
			logger: this.#logger,
			maxIncomingBitrate: this.#pool.maxIncomingBitrate,
			producers: (except) => this.#others(except).flatMap((other) => other.producers),
			dataProducers: (except) => this.#others(except).flatMap((other) => other.dataProducers),
			dataProduced: (from, producer) => {
				this.#graph.add(producer, router);
				for (const other of this.#others(from)) void other.consumeData(producer);
			},
			produced: (from, producer) => this.#produced(from, producer, router),
			canConsume: (producer, rtpCapabilities) =>
				this.#graph.home(producer).router.canConsume({ producerId: producer.id, rtpCapabilities }),
			view: (sent) => this.#graph.view(sent, router),
			changeLoad: (by) => {
				router.worker.streams += by;
			},
		});
		this.#peers.set(options.participantId, { peer, router });
		peer.once('closed', () => {
			if (this.#peers.get(options.participantId)?.peer === peer) this.#peers.delete(options.participantId);
			this.#voices.forget(options.participantId);
		});
		return peer;
	}

	/**
	 * A way for streams of this room to a program on this machine.
	 *
	 * @param to where it listens
	 */
	tap(to: Endpoint): MediaTap {
		return new MediaTap(to, async (producer) => {
			const home = this.#graph.home(producer);
			if (home.worker.here) return { router: home, view: LOCAL_VIEW };
			const { router, settle } = await this.place({ here: true });
			try {
				return { router, view: await this.#graph.view(producer, router) };
			} finally {
				settle();
			}
		});
	}

	/**
	 * A way in for a browser of this machine, for recorders alone. It is closed when its worker dies.
	 *
	 * @throws RoomcastError MEDIA_SERVER_UNAVAILABLE
	 * @throws Error when the worker dies meanwhile
	 */
	async localSource(): Promise<LocalSource> {
		const { router, settle } = await this.place({ here: true });
		try {
			const source = await LocalSource.create(router.router);
			source.on('produced', (producer) => this.#graph.add(producer, router));
			return source;
		} finally {
			settle();
		}
	}

	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#voices.close();
		for (const { peer } of [...this.#peers.values()]) peer.close();
		for (const opening of this.#routers.values())
			opening.then(
				(router) => router.close(),
				() => {},
			);
	}

	/** Where the next one goes: sessions begin on this node, unless that has much to do already. */
	#choose(slots: readonly WorkerSlot<MediaWorker>[]): WorkerSlot<MediaWorker> | undefined {
		const piped = this.producers.reduce((sum, producer) => sum + this.#graph.streams(producer), 0);
		const present = slots.filter(({ running }) => running !== undefined && this.#routers.has(running));
		const own = present.length > 0 ? present : slots.filter(({ here }) => here);
		return chooseWorker(slots, new Set(own), piped, this.#pool.spreadFrom);
	}

	#others(except: MediaPeer): MediaPeer[] {
		return [...this.#peers.values()].flatMap(({ peer }) => (peer === except ? [] : [peer]));
	}

	#produced(from: MediaPeer, producer: types.Producer, router: RoomRouter): void {
		this.#graph.add(producer, router);
		if ((producer.appData as ProducerAppData).kind === 'audio') void router.voices.add(producer);
		for (const other of this.#others(from)) void other.consume(producer);
		this.emit('produced', producer);
	}

	/** The router on a worker, made when there is none yet. @throws Error when the worker dies, or the room is closed */
	#router(worker: MediaWorker): Promise<RoomRouter> {
		const known = this.#routers.get(worker);
		if (known !== undefined) return known;
		const opening = RoomRouter.create(worker, this.#logger).then((router) => {
			if (this.#closed) {
				router.close();
				throw new Error('The room is closed');
			}
			this.#voices.add(router.voices);
			router.once('lost', () => this.#lose(router));
			return router;
		});
		this.#routers.set(worker, opening);
		opening.catch(() => this.#routers.delete(worker));
		return opening;
	}

	#lose(router: RoomRouter): void {
		this.#routers.delete(router.worker);
		this.#voices.remove(router.voices);
		router.close();
		const lost = [...this.#peers.values()].filter((one) => one.router === router);
		for (const { peer } of lost) peer.close();
		if (!this.#closed)
			this.emit(
				'lost',
				lost.map(({ peer }) => peer.participantId),
			);
	}
}

/** Those in the region of somebody who comes, or all where none is there. */
function slotsNear(
	slots: readonly WorkerSlot<MediaWorker>[],
	{ region, here = false }: Nearness,
): readonly WorkerSlot<MediaWorker>[] {
	if (here) return slots.filter((slot) => slot.here);
	const near = slots.filter((slot) => slot.region === region);
	return near.length > 0 ? near : slots;
}
