import type { types } from 'mediasoup';
import { UDP_BUFFER } from '../MediaWorker.ts';
import { MAX_SCTP_MESSAGE } from '../PeerData.ts';
import { DataPipe } from './DataPipe.ts';
import type { Edge, Pipe, Sent } from './Edge.ts';
import type { RoomRouter } from './RoomRouter.ts';
import { StreamPipe } from './StreamPipe.ts';

/**
 * Loopback loses no datagram, but a worker that is kept from running does: what its socket cannot hold. The router of the
 * viewer would ask for none of it again without RTX, and the viewer could only wait for a key frame. Nobody without the
 * rights of the kernel reads loopback, or sends from a port that is taken: SRTP would protect nothing.
 */
const OPTIONS: types.PipeTransportOptions = {
	listenInfo: { protocol: 'udp', ip: '127.0.0.1', sendBufferSize: UDP_BUFFER, recvBufferSize: UDP_BUFFER },
	enableRtx: true,
	enableSrtp: false,
	enableSctp: true,
	maxSendMessageSize: MAX_SCTP_MESSAGE,
	maxReceiveMessageSize: MAX_SCTP_MESSAGE,
};

/** One end of an edge. */
interface End {
	readonly router: RoomRouter;
	readonly transport: types.PipeTransport;
}

/** The edge between routers of two media workers of this machine: a pipe transport at either end, over loopback. */
export class LocalEdge implements Edge {
	readonly #ends: readonly End[];

	private constructor(ends: readonly End[]) {
		this.#ends = ends;
		// The router that is left knows nothing of the other.
		for (const { transport } of ends) transport.observer.once('close', () => this.close());
	}

	/** @throws Error when either router is gone */
	static async create(one: RoomRouter, other: RoomRouter): Promise<LocalEdge> {
		const made = await Promise.allSettled(
			[one, other].map(async (router) => ({ router, transport: await router.router.createPipeTransport(OPTIONS) })),
		);
		const ends = made.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
		try {
			const failed = made.find((result) => result.status === 'rejected');
			if (failed !== undefined) throw failed.reason;
			const tuples = ends.map(({ transport }) => transport.tuple);
			await Promise.all(
				ends.map(({ transport }, index) => {
					const { localAddress: ip, localPort: port } = tuples[1 - index] as types.TransportTuple;
					return transport.connect({ ip, port });
				}),
			);
			const gone = ends.find(({ transport }) => transport.closed);
			if (gone !== undefined) throw new Error('A router of the session is gone');
			return new LocalEdge(ends);
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
