import type { types } from 'mediasoup';
import { UDP_BUFFER } from '../MediaWorker.ts';
import { MAX_SCTP_MESSAGE } from '../PeerData.ts';
import { DataPipe } from './DataPipe.ts';
import type { Edge, Pipe, Sent } from './Edge.ts';
import type { RoomRouter } from './RoomRouter.ts';
import { StreamPipe } from './StreamPipe.ts';

/**
 * Neither loopback nor the network between nodes loses many datagrams, but a worker that is kept from running does: what
 * its socket cannot hold. The router of the viewer would ask for none of it again without RTX, and the viewer could only
 * wait for a key frame.
 */
const OPTIONS = {
	enableRtx: true,
	enableSctp: true,
	maxSendMessageSize: MAX_SCTP_MESSAGE,
	maxReceiveMessageSize: MAX_SCTP_MESSAGE,
} as const;

/**
 * Within a node an edge is on loopback. Nobody without the rights of the kernel reads that, or sends from a port that is
 * taken: SRTP would protect nothing. Between nodes it is needed.
 */
function optionsFor({ worker: { site } }: RoomRouter, acrossNodes: boolean): types.PipeTransportOptions {
	const buffers = { sendBufferSize: UDP_BUFFER, recvBufferSize: UDP_BUFFER };
	if (!acrossNodes)
		return { ...OPTIONS, enableSrtp: false, listenInfo: { protocol: 'udp', ip: '127.0.0.1', ...buffers } };
	const { internalAddress: ip, pipePorts } = site;
	const ports = pipePorts && { portRange: pipePorts };
	return { ...OPTIONS, enableSrtp: true, listenInfo: { protocol: 'udp', ip, ...ports, ...buffers } };
}

/** One end of an edge. */
interface End {
	readonly router: RoomRouter;
	readonly transport: types.PipeTransport;
}

/** The edge between routers of two media workers: a pipe transport at either end. */
export class PipeEdge implements Edge {
	readonly #ends: readonly End[];

	private constructor(ends: readonly End[]) {
		this.#ends = ends;
		// The router that is left knows nothing of the other.
		for (const { transport } of ends) transport.observer.once('close', () => this.close());
	}

	/** @throws Error when either router is gone */
	static async create(one: RoomRouter, other: RoomRouter): Promise<PipeEdge> {
		const acrossNodes = one.worker.site.nodeId !== other.worker.site.nodeId;
		const made = await Promise.allSettled(
			[one, other].map(async (router) => {
				const transport = await router.router.createPipeTransport(optionsFor(router, acrossNodes));
				return { router, transport };
			}),
		);
		const ends = made.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
		try {
			const failed = made.find((result) => result.status === 'rejected');
			if (failed !== undefined) throw failed.reason;
			const [first, second] = ends as [End, End];
			await Promise.all([connect(first.transport, second.transport), connect(second.transport, first.transport)]);
			const gone = ends.find(({ transport }) => transport.closed);
			if (gone !== undefined) throw new Error('A router of the session is gone');
			return new PipeEdge(ends);
		} catch (error) {
			for (const { transport } of ends) transport.close();
			throw error;
		}
	}

	get closed(): boolean {
		return this.#ends.some(({ transport }) => transport.closed);
	}

	pipe(sent: Sent, to: RoomRouter): Promise<Pipe> {
		const far = this.#ends.find(({ router }) => router === to);
		const near = this.#ends.find(({ router }) => router !== to);
		if (near === undefined || far === undefined) throw new Error('An edge has two ends');
		return 'kind' in sent
			? StreamPipe.open(near.transport, far.transport, sent)
			: DataPipe.open(near.transport, far.transport, sent);
	}

	close(): void {
		for (const { transport } of this.#ends) transport.close();
	}
}

/** Tells one end where the other is. */
function connect(transport: types.PipeTransport, { tuple, srtpParameters }: types.PipeTransport): Promise<void> {
	const { localAddress: ip, localPort: port } = tuple;
	return transport.connect({ ip, port, ...(srtpParameters === undefined ? {} : { srtpParameters }) });
}
