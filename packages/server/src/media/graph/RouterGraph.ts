import { Audience } from './Audience.ts';
import type { Connect, Edge, Pipe, Sent } from './Edge.ts';
import type { RoomRouter } from './RoomRouter.ts';
import { LOCAL_VIEW, type View } from './View.ts';

/** An edge, and the routers that it connects. */
interface Connection {
	readonly ends: readonly [RoomRouter, RoomRouter];
	readonly edge: Promise<Edge>;
}

/** What is known of something that is sent. */
interface Known {
	readonly home: RoomRouter;
	/** What a pipe of it carries. */
	readonly streams: number;
}

/**
 * The routers of a session and what crosses between them. What is sent to one router is piped to another when the first
 * viewer there asks for it, once for all of them, and no longer than one is left. Routers are connected when something has
 * to cross.
 */
export class RouterGraph {
	readonly #connect: Connect;
	readonly #known = new WeakMap<Sent, Known>();
	readonly #connections = new Set<Connection>();
	/** By router, and by the id of what they get there. */
	readonly #audiences = new WeakMap<RoomRouter, Map<string, Audience>>();

	constructor(connect: Connect) {
		this.#connect = connect;
	}

	/** Says to which router something is sent. */
	add(sent: Sent, home: RoomRouter): void {
		// A pipe carries every encoding of a simulcast.
		const streams = 'kind' in sent ? (sent.rtpParameters.encodings?.length ?? 1) : 1;
		this.#known.set(sent, { home, streams });
	}

	/** The router that something is sent to. @throws Error when nobody said */
	home(sent: Sent): RoomRouter {
		return this.#find(sent).home;
	}

	/** How many streams a pipe of it is. @throws Error when nobody said where it is sent */
	streams(sent: Sent): number {
		return this.#find(sent).streams;
	}

	/**
	 * Makes something that is sent available on a router, under the same id, for one who gets it there.
	 *
	 * @throws Error when it has ended, or one of the routers is gone
	 */
	async view(sent: Sent, at: RoomRouter): Promise<View> {
		const home = this.home(sent);
		if (home === at) return LOCAL_VIEW;
		const audiences = this.#audiences.get(at) ?? new Map<string, Audience>();
		this.#audiences.set(at, audiences);
		let audience = audiences.get(sent.id);
		if (audience === undefined) {
			audience = new Audience(this.#open(sent, home, at), () => audiences.delete(sent.id));
			audiences.set(sent.id, audience);
		}
		return audience.join();
	}

	async #open(sent: Sent, home: RoomRouter, at: RoomRouter): Promise<Pipe> {
		const edge = await this.#edge(home, at);
		const pipe = await edge.pipe(sent, at);
		const streams = this.streams(sent);
		home.worker.streams += streams;
		at.worker.streams += streams;
		at.worker.pipes.add(pipe);
		pipe.onClosed(() => {
			home.worker.streams -= streams;
			at.worker.streams -= streams;
			at.worker.pipes.delete(pipe);
		});
		return pipe;
	}

	#find(sent: Sent): Known {
		const known = this.#known.get(sent);
		if (known === undefined) throw new Error(`Producer ${sent.id} is on no router of the session`);
		return known;
	}

	/** The edge between two routers, built when it is first needed. */
	async #edge(one: RoomRouter, other: RoomRouter): Promise<Edge> {
		const known = [...this.#connections].find(({ ends }) => ends.includes(one) && ends.includes(other));
		if (known !== undefined) {
			const edge = await known.edge;
			if (!edge.closed) return edge;
			this.#connections.delete(known);
			return this.#edge(one, other);
		}
		for (const old of this.#connections) if (old.ends.some(({ closed }) => closed)) this.#connections.delete(old);
		const connection: Connection = { ends: [one, other], edge: this.#connect(one, other) };
		this.#connections.add(connection);
		try {
			return await connection.edge;
		} catch (error) {
			this.#connections.delete(connection);
			throw error;
		}
	}
}
