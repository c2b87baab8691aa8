import { createServer, type Socket } from 'node:net';
import { type AmfValue, decodeAmf0, encodeAmf0 } from '../../src/rtmp/amf0.ts';
import { ChunkReader } from '../../src/rtmp/chunk-reader.ts';
import { chunkMessage, DEFAULT_CHUNK_SIZE } from '../../src/rtmp/chunk-writer.ts';
import { CHUNK_STREAM, MESSAGE } from '../../src/rtmp/message.ts';

/** What a server sends to each new connection. */
export interface Refusal {
	readonly description: string;
	/** Where to go instead. */
	readonly redirect?: string;
	/** Says it as Adobe's servers do, in the answer to `connect`, or with a status, as SRS does. */
	readonly by?: 'answer' | 'status';
}

/** Whether a server takes who connects to an application: undefined, it does. */
export type Gate = (application: string) => string | Refusal | undefined;

/** As much of an RTMP server as refuses, redirects and takes publishers. */
export class GateServer {
	readonly port: number;
	/** The applications that were connected to, and the stream keys that were published with, in order. */
	readonly connected: readonly string[];
	readonly published: readonly string[];
	readonly #close: () => void;

	private constructor(port: number, connected: string[], published: string[], close: () => void) {
		this.port = port;
		this.connected = connected;
		this.published = published;
		this.#close = close;
	}

	static async create(gate: Gate): Promise<GateServer> {
		const connected: string[] = [];
		const published: string[] = [];
		const sockets = new Set<Socket>();
		const server = createServer((socket) => {
			sockets.add(socket);
			socket.once('close', () => sockets.delete(socket));
			socket.on('error', () => {});
			serve(socket, gate, connected, published);
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		if (address === null || typeof address === 'string') throw new Error('no port');
		return new GateServer(address.port, connected, published, () => {
			server.close();
			for (const socket of sockets) socket.destroy();
		});
	}

	get url(): string {
		return `rtmp://127.0.0.1:${this.port}/live`;
	}

	close(): void {
		this.#close();
	}
}

function serve(socket: Socket, gate: Gate, connected: string[], published: string[]): void {
	const reader = new ChunkReader();
	let greeting = Buffer.alloc(0);
	let greeted = false;
	const say = (streamId: number, ...values: AmfValue[]) =>
		socket.write(
			chunkMessage(
				{ type: MESSAGE.command, streamId, timestamp: 0, payload: encodeAmf0(values) },
				CHUNK_STREAM.command,
				DEFAULT_CHUNK_SIZE,
			),
		);
	const refuse = (transaction: AmfValue, refusal: string | Refusal) => {
		const said: Refusal = typeof refusal === 'string' ? { description: refusal } : refusal;
		const { description, redirect, by } = said;
		const about = {
			level: 'error',
			code: 'NetConnection.Connect.Rejected',
			description,
			...(redirect === undefined ? {} : { ex: { code: 302, redirect } }),
		};
		if (by === 'status') say(0, 'onStatus', 0, null, about);
		else say(0, '_error', transaction, null, about);
	};
	const hear = (data: Buffer) => {
		for (const { type, payload } of reader.push(data)) {
			if (type !== MESSAGE.command) continue;
			const [name, transaction = null, about, key] = decodeAmf0(payload);
			if (name === 'connect') {
				const application = String((about as { app?: unknown }).app);
				connected.push(application);
				const refusal = gate(application);
				if (refusal !== undefined) refuse(transaction, refusal);
				else say(0, '_result', transaction, null, { level: 'status', code: 'NetConnection.Connect.Success' });
			}
			if (name === 'createStream') say(0, '_result', transaction, null, 1);
			if (name === 'publish') {
				published.push(String(key));
				say(1, 'onStatus', 0, null, { level: 'status', code: 'NetStream.Publish.Start', description: '' });
			}
		}
	};
	socket.on('data', (data) => {
		if (greeted) return hear(data);
		greeting = Buffer.concat([greeting, data]);
		if (greeting.length === 1537)
			socket.write(Buffer.concat([Buffer.from([3]), Buffer.alloc(1536), greeting.subarray(1)]));
		if (greeting.length < 1537 + 1536) return;
		greeted = true;
		hear(greeting.subarray(1537 + 1536));
	});
}
