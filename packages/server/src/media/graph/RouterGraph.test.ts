import { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import { expect, it, vi } from 'vitest';
import type { Edge, Pipe, Sent } from './Edge.ts';
import type { RoomRouter } from './RoomRouter.ts';
import { RouterGraph } from './RouterGraph.ts';

/** A router as far as the graph looks at it. */
const router = () => ({ closed: false, worker: { streams: 0, pipes: new Set<Pipe>() } }) as unknown as RoomRouter;

class FakePipe extends EventEmitter implements Pipe {
	readonly sent: Sent;
	closed = false;
	flowing = false;

	constructor(sent: Sent) {
		super();
		this.sent = sent;
	}

	flow(on: boolean): void {
		this.flowing = on;
	}

	close(): void {
		if (this.closed) return;
		this.closed = true;
		this.emit('closed');
	}

	onClosed(listener: () => void): void {
		this.once('closed', listener);
	}
}

/** Two routers, one of which is sent a stream, with an edge whose pipes a test opens. */
function scene() {
	const [home, away] = [router(), router()];
	const edges: (Edge & { closed: boolean })[] = [];
	const pipes: FakePipe[] = [];
	/** What is said to those that ask for a pipe. */
	const answers: PromiseWithResolvers<void>[] = [];
	const connect = vi.fn(async () => {
		const edge = {
			closed: false,
			async pipe(sent: Sent) {
				const answer = Promise.withResolvers<void>();
				answers.push(answer);
				await answer.promise;
				const pipe = new FakePipe(sent);
				pipes.push(pipe);
				return pipe;
			},
			close() {},
		};
		edges.push(edge);
		return edge;
	});
	const graph = new RouterGraph(connect);
	const send = (id: string, encodings = 1) => {
		const rtpParameters = { encodings: Array.from({ length: encodings }, () => ({})) };
		const producer = { id, kind: 'video', rtpParameters } as unknown as types.Producer;
		graph.add(producer, home);
		return producer;
	};
	/** Opens the pipes that were asked for. */
	const open = async () => {
		await vi.waitFor(() => expect(answers.length).toBeGreaterThan(0), { timeout: 15_000 });
		for (const { resolve } of answers.splice(0)) resolve();
	};
	return { graph, home, away, connect, edges, pipes, answers, send, open };
}

it('pipes nothing to the router that it is sent to', async () => {
	const { graph, home, connect, send } = scene();
	const view = await graph.view(send('camera'), home);
	view.flow(true);
	view.release();
	expect(connect).not.toHaveBeenCalled();
});

it('pipes once for all who ask, also in one moment, and builds one edge for both directions', async () => {
	const { graph, home, away, connect, pipes, send, open } = scene();
	const camera = send('camera');
	const asked = [1, 2, 3].map(() => graph.view(camera, away));
	await open();
	await Promise.all(asked);
	await graph.view(camera, away);
	const back = { id: 'back' } as types.DataProducer;
	graph.add(back, away);
	const viewed = graph.view(back, home);
	await open();
	await viewed;
	expect(pipes.map(({ sent }) => sent.id)).toEqual(['camera', 'back']);
	expect(connect).toHaveBeenCalledTimes(1);
});

it('lets packets cross while one of them wants some', async () => {
	const { graph, away, pipes, send, open } = scene();
	const camera = send('camera');
	const asked = [graph.view(camera, away), graph.view(camera, away)];
	await open();
	const [ann, ben] = await Promise.all(asked);
	const [pipe] = pipes;
	expect(pipe?.flowing).toBe(false);
	ann?.flow(true);
	ben?.flow(true);
	expect(pipe?.flowing).toBe(true);
	ann?.flow(false);
	expect(pipe?.flowing).toBe(true);
	ben?.release();
	expect(pipe).toMatchObject({ flowing: false, closed: false });
	ben?.flow(true);
	expect(pipe?.flowing).toBe(false);
});

it('is closed when the last one leaves, and opened again for the next', async () => {
	const { graph, home, away, pipes, send, open } = scene();
	const camera = send('camera', 3);
	const asked = [graph.view(camera, away), graph.view(camera, away)];
	await open();
	const [ann, ben] = await Promise.all(asked);
	const loads = () => [home, away].map(({ worker }) => worker.streams);
	expect([loads(), away.worker.pipes.size]).toEqual([[3, 3], 1]);
	ann?.release();
	expect(pipes[0]?.closed).toBe(false);
	ben?.release();
	ben?.release();
	expect([pipes[0]?.closed, loads(), away.worker.pipes.size]).toEqual([true, [0, 0], 0]);
	const again = graph.view(camera, away);
	await open();
	(await again).flow(true);
	expect(pipes[1]).toMatchObject({ flowing: true, closed: false });
});

it('one who comes when the stream has ended gets an error, and so does everybody where no pipe opens', async () => {
	const { graph, away, answers, pipes, send, open } = scene();
	const camera = send('camera');
	const asked = [graph.view(camera, away), graph.view(camera, away)];
	await vi.waitFor(() => expect(answers).toHaveLength(1), { timeout: 15_000 });
	answers.splice(0)[0]?.reject(new Error('The stream has ended'));
	for (const one of await Promise.allSettled(asked)) expect(one.status).toBe('rejected');
	// That was the pipe of then.
	const next = graph.view(camera, away);
	await open();
	await next;
	pipes[0]?.close();
	const last = graph.view(camera, away);
	await open();
	await last;
	expect(pipes).toHaveLength(2);
});

it('connects routers again when their edge is gone, and after a failure', async () => {
	const { graph, away, connect, edges, send, open } = scene();
	connect.mockRejectedValueOnce(new Error('refused'));
	await expect(graph.view(send('first'), away)).rejects.toThrow('refused');
	for (const id of ['second', 'third']) {
		const viewed = graph.view(send(id), away);
		await open();
		await viewed;
	}
	expect(edges).toHaveLength(1);
	for (const edge of edges) edge.closed = true;
	const viewed = graph.view(send('fourth'), away);
	await open();
	await viewed;
	expect(edges).toHaveLength(2);
});

it('refuses what nobody sends', async () => {
	const { graph, away } = scene();
	await expect(graph.view({ id: 'unknown' } as types.Producer, away)).rejects.toThrow('unknown');
});
