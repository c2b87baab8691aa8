import { randomUUID } from 'node:crypto';
import { BUS_CHANNELS, type BusChannelHead, type BusChannelKind, type BusRequestData } from '@roomcast/contract';
import { lazyValidator } from '@roomcast/contract/lazyValidator';
import { awakeMs } from '../../time/AwakeClock.ts';
import { BusChannel } from './BusChannel.ts';
import { decodeFrame, encodeFrame, FRAMES, type FrameType, NO_CHANNEL } from './frames.ts';

export interface ChannelsOptions {
	/** Of this node. */
	readonly nodeId: string;
	/** Whether this node can hear others at all. */
	connected(): boolean;
	/** Largest payload of a frame, in bytes. */
	maxPayload(): number;
	/** Sends a frame to a node. */
	send(nodeId: string, frame: Buffer): void;
}

/** ms between two signs of life to the nodes at the other ends. */
const ALIVE_INTERVAL = 500;
/** ms of silence after which a node is gone. */
const SILENCE = 2_500;
/** The same while this node hears nobody, for channels of these kinds: what they carry runs by itself. */
const DEAF_SILENCE = 60_000;
/** ms within which all nodes are connected again, once one of them is. */
const BACK_WITHIN = 15_000;
const LASTING: ReadonlySet<string> = new Set<BusChannelKind>(['media-worker']);

/** ms for which is known that a channel has ended: longer than it takes to notice that NATS is away. */
const ENDED_KEPT = 10_000;
const NOTHING = Buffer.alloc(0);

type Handler = (head: never, channel: BusChannel) => void;

const heads = new Map(Object.entries(BUS_CHANNELS).map(([kind, { head }]) => [kind, lazyValidator(head)]));

/** The channels of a node. Those to one other node are lost together when nothing comes from it for 2.5 s. */
export class Channels {
	readonly #options: ChannelsOptions;
	readonly #channels = new Map<string, BusChannel>();
	/** Those that outlast a connection that is away. */
	readonly #lasting = new WeakSet<BusChannel>();
	readonly #handlers = new Map<string, Handler>();
	/** Those that ended a moment ago: the other end may not have heard of it. */
	readonly #ended = new Map<string, { readonly nodeId: string; readonly at: number }>();
	/** When something came from a node last, by `awakeMs`; of those at the other ends. */
	readonly #heard = new Map<string, number>();
	/** When this node could hear nobody last, by `awakeMs`. */
	#deafAt = Number.NEGATIVE_INFINITY;
	readonly #timer: NodeJS.Timeout;

	constructor(options: ChannelsOptions) {
		this.#options = options;
		this.#timer = setInterval(() => this.#keepAlive(), ALIVE_INTERVAL);
		this.#timer.unref();
	}

	/** How many are open. */
	get size(): number {
		return this.#channels.size;
	}

	/** The end of a channel at this node, before the other node knows of it. */
	create(
		nodeId: string,
		kind: string,
		id = randomUUID().replaceAll('-', ''),
	): { readonly id: string; readonly channel: BusChannel } {
		const channel = new BusChannel({
			nodeId,
			ownNodeId: this.#options.nodeId,
			resends: LASTING.has(kind),
			maxPayload: this.#options.maxPayload(),
			send: (type, number, payload) => this.#send(nodeId, id, type, number, payload),
			forget: () => {
				this.#channels.delete(id);
				this.#ended.set(id, { nodeId, at: awakeMs() });
			},
		});
		this.#channels.set(id, channel);
		if (LASTING.has(kind)) this.#lasting.add(channel);
		if (!this.#heard.has(nodeId)) this.#heard.set(nodeId, awakeMs());
		return { id, channel };
	}

	accept<K extends BusChannelKind>(kind: K, handler: (head: BusChannelHead<K>, channel: BusChannel) => void): void {
		this.#handlers.set(kind, handler as Handler);
	}

	/** Another node opens a channel. @throws when this node takes none like that */
	handleOpen({ id, from, kind, head }: BusRequestData<'open-channel'>): void {
		const handler = this.#handlers.get(kind);
		if (handler === undefined || heads.get(kind)?.(head) !== true)
			throw new TypeError(`this node takes no channel ${kind} like that`);
		const { channel } = this.create(from, kind, id);
		this.#hear(from);
		(handler as (head: unknown, channel: BusChannel) => void)(head, channel);
	}

	/** A frame came for this node. */
	handle(data: Uint8Array): void {
		const frame = decodeFrame(data);
		if (frame === undefined) return;
		if (frame.type === FRAMES.alive) this.#hear(frame.payload.toString());
		const channel = this.#channels.get(frame.channelId);
		if (channel === undefined) {
			// Its end here was told while the connection was interrupted.
			if (frame.type === FRAMES.count)
				this.#send(frame.payload.toString('utf8', 1), frame.channelId, FRAMES.gone, 0, NOTHING);
			return;
		}
		this.#hear(channel.nodeId);
		channel.handle(frame);
	}

	/** The connection was interrupted, and is back: what was lost meanwhile has to be noticed at both ends. */
	handleReconnected(): void {
		for (const [id, { nodeId }] of this.#ended) this.#send(nodeId, id, FRAMES.gone, 0, NOTHING);
		for (const channel of this.#channels.values()) channel.tellCount(true);
	}

	/** Ends all of them. */
	close(): void {
		clearInterval(this.#timer);
		for (const channel of this.#channels.values()) channel.close(1001, 'the node is going away');
	}

	#send(nodeId: string, channelId: string, type: FrameType, number: number, payload: Buffer): void {
		this.#options.send(nodeId, encodeFrame({ type, channelId, number, payload }));
	}

	#hear(nodeId: string): void {
		if (this.#heard.has(nodeId)) this.#heard.set(nodeId, awakeMs());
	}

	#keepAlive(): void {
		const nodes = Map.groupBy(this.#channels.values(), ({ nodeId }) => nodeId);
		for (const nodeId of this.#heard.keys()) if (!nodes.has(nodeId)) this.#heard.delete(nodeId);
		const now = awakeMs();
		for (const [id, { at }] of this.#ended) if (now - at > ENDED_KEPT) this.#ended.delete(id);
		if (!this.#options.connected()) this.#deafAt = now;
		for (const [nodeId, channels] of nodes) {
			const silence = now - (this.#heard.get(nodeId) ?? now);
			for (const channel of channels) if (silence > this.#patience(channel)) channel.lose(`node ${nodeId} is silent`);
			this.#send(nodeId, NO_CHANNEL, FRAMES.alive, 0, Buffer.from(this.#options.nodeId));
		}
	}

	/** ms of silence that a channel survives. */
	#patience(channel: BusChannel): number {
		// The other node may take a while longer to be back.
		return this.#lasting.has(channel) && awakeMs() - this.#deafAt < BACK_WITHIN ? DEAF_SILENCE : SILENCE;
	}
}
