import type {
	BusChannelHead,
	BusChannelKind,
	BusNotice,
	BusNoticeName,
	BusReply,
	BusRequestData,
	BusRequestName,
} from '@roomcast/contract';
import type { BusChannel } from './BusChannel.ts';

/** What the nodes of a cluster say to each other. A node is a life of a server process: its id is that of its heartbeat. */
export interface Bus {
	readonly nodeId: string;
	/** Whether NATS answers. */
	readonly connected: boolean;
	/**
	 * Asks a node.
	 *
	 * @param timeoutMs default: 10 s
	 * @throws BusError
	 */
	request<N extends BusRequestName>(
		nodeId: string,
		name: N,
		data: BusRequestData<N>,
		timeoutMs?: number,
	): Promise<BusReply<N>>;
	/** Answers what other nodes ask. */
	serve<N extends BusRequestName>(name: N, handler: (data: BusRequestData<N>) => Promise<BusReply<N>>): void;
	/** Says something to all other nodes. It is lost while NATS is away. */
	tell<N extends BusNoticeName>(name: N, data: BusNotice<N>): void;
	/** Hears what other nodes say to all. */
	hear<N extends BusNoticeName>(name: N, handler: (data: BusNotice<N>) => void): void;
	/** Opens an ordered way to a node. Resolves when that has accepted it. @throws BusError */
	open<K extends BusChannelKind>(nodeId: string, kind: K, head: BusChannelHead<K>): Promise<BusChannel>;
	/** Accepts the channels of a kind that other nodes open. The handler adds its listeners at once. */
	accept<K extends BusChannelKind>(kind: K, handler: (head: BusChannelHead<K>, channel: BusChannel) => void): void;
	close(): Promise<void>;
}
