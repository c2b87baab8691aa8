import type { Socket } from 'node:net';
import { type AmfValue, decodeAmf0, encodeAmf0 } from './amf0.ts';
import { ChunkReader } from './chunk-reader.ts';
import { chunkMessage, DEFAULT_CHUNK_SIZE } from './chunk-writer.ts';
import { clientAnswer, clientHello, SERVER_HELLO_BYTES } from './handshake.ts';
import { CHUNK_STREAM, MESSAGE, type RtmpMessage, USER_CONTROL } from './message.ts';

/** The server answered a command with `_error`, or sent a status of level "error". */
export class RtmpRefused extends Error {
	/** For example `NetConnection.Connect.Rejected`. */
	readonly code: string;
	/** Where the server sends its publisher instead. */
	readonly redirect: string | undefined;

	constructor(code: string, description: string, redirect?: string) {
		super(description && description !== code ? `${code}: ${description}` : code);
		this.name = 'RtmpRefused';
		this.code = code;
		this.redirect = redirect;
	}
}

/** What a server's `onStatus` says of a stream. */
export interface RtmpStatus {
	readonly level: string;
	readonly code: string;
	readonly description: string;
	/** Where to go instead: `ex.redirect`, where `ex.code` is 302 (Adobe Media Server, `Application.redirectConnection`). */
	readonly redirect?: string;
}

/** What goes into one chunk: what OBS uses, and every server takes. */
const CHUNK_SIZE = 4096;
/** After so many bytes received an acknowledgement is due, until the server says otherwise. */
const DEFAULT_WINDOW = 2_500_000;

interface PendingCall {
	readonly resolve: (values: AmfValue[]) => void;
	readonly reject: (error: Error) => void;
}

/** One RTMP connection as a client: messages, commands with their answers, and what the protocol itself needs. */
export class RtmpConnection {
	readonly socket: Socket;
	/** Resolves with the reason when the connection is over. */
	readonly closed: Promise<string>;
	readonly #reader = new ChunkReader();
	readonly #calls = new Map<number, PendingCall>();
	#hello: Buffer | undefined = Buffer.alloc(0);
	#onStatus: (status: RtmpStatus) => void = () => {};
	#greeted: () => void = () => {};
	#over = false;
	#reason: string | undefined;
	#transaction = 0;
	#chunkSize = DEFAULT_CHUNK_SIZE;
	#window = DEFAULT_WINDOW;
	#received = 0;
	#acknowledged = 0;

	private constructor(socket: Socket) {
		this.socket = socket;
		this.closed = new Promise((resolve) => {
			socket.once('close', () => {
				this.#over = true;
				const reason = this.#reason ?? 'the server closed the connection';
				for (const { reject } of this.#calls.values()) reject(new Error(reason));
				this.#calls.clear();
				resolve(reason);
			});
		});
		socket.on('error', (error) => {
			this.#reason ??= error.message;
		});
		socket.on('data', (data) => this.#data(data));
	}

	/**
	 * Shakes hands over a connected socket, which is then the connection's. There is no time limit: the caller destroys
	 * the socket when it takes too long.
	 *
	 * @throws where the connection ends meanwhile or the server does not speak RTMP
	 */
	static async create(socket: Socket): Promise<RtmpConnection> {
		const connection = new RtmpConnection(socket);
		const greeted = new Promise<void>((resolve) => {
			connection.#greeted = resolve;
		});
		socket.write(clientHello());
		await Promise.race([greeted, connection.closed.then((reason) => Promise.reject(new Error(reason)))]);
		const size = Buffer.alloc(4);
		size.writeUInt32BE(CHUNK_SIZE);
		connection.#control(MESSAGE.setChunkSize, size);
		connection.#chunkSize = CHUNK_SIZE;
		return connection;
	}

	get over(): boolean {
		return this.#over;
	}

	/** What the server says of a stream, from now on. */
	onStatus(listener: (status: RtmpStatus) => void): void {
		this.#onStatus = listener;
	}

	/**
	 * Sends a command and waits for its answer.
	 *
	 * @returns what follows the transaction number
	 * @throws {RtmpRefused} where the answer is `_error`; an Error where the connection ends
	 */
	call(name: string, ...values: readonly AmfValue[]): Promise<AmfValue[]> {
		if (this.#over) return Promise.reject(new Error(this.#reason ?? 'the connection is closed'));
		const transaction = this.command(0, name, ...values);
		return new Promise((resolve, reject) => this.#calls.set(transaction, { resolve, reject }));
	}

	/** Sends a command and does not wait. @returns its transaction number */
	command(streamId: number, name: string, ...values: readonly AmfValue[]): number {
		const transaction = ++this.#transaction;
		const payload = encodeAmf0([name, transaction, ...values]);
		this.#send({ type: MESSAGE.command, streamId, timestamp: 0, payload }, CHUNK_STREAM.command);
		return transaction;
	}

	/** A message as it goes over the wire. */
	encode(message: RtmpMessage, chunkStream: number): Buffer {
		return chunkMessage(message, chunkStream, this.#chunkSize);
	}

	/** Ends it now. @param reason for those who wait */
	destroy(reason: string): void {
		this.#reason ??= reason;
		this.socket.destroy();
	}

	#send(message: RtmpMessage, chunkStream: number): void {
		if (!this.#over) this.socket.write(this.encode(message, chunkStream));
	}

	#control(type: number, payload: Buffer): void {
		this.#send({ type, streamId: 0, timestamp: 0, payload }, CHUNK_STREAM.control);
	}

	#data(data: Buffer): void {
		try {
			this.#received += data.length;
			const rest = this.#hello ? this.#handshake(data) : data;
			if (rest.length > 0) for (const message of this.#reader.push(rest)) this.#message(message);
			this.#acknowledge();
		} catch (error) {
			this.destroy(error instanceof Error ? error.message : String(error));
		}
	}

	/** @returns what lies behind the handshake */
	#handshake(data: Buffer): Buffer {
		this.#hello = Buffer.concat([this.#hello ?? Buffer.alloc(0), data]);
		if (this.#hello.length < SERVER_HELLO_BYTES) return Buffer.alloc(0);
		const rest = this.#hello.subarray(SERVER_HELLO_BYTES);
		this.socket.write(clientAnswer(this.#hello));
		this.#hello = undefined;
		this.#greeted();
		return rest;
	}

	#acknowledge(): void {
		if (this.#received - this.#acknowledged < this.#window / 2 || this.#hello) return;
		this.#acknowledged = this.#received;
		const sequence = Buffer.alloc(4);
		sequence.writeUInt32BE(this.#received % 2 ** 32);
		this.#control(MESSAGE.acknowledgement, sequence);
	}

	#message({ type, payload }: RtmpMessage): void {
		switch (type) {
			case MESSAGE.windowSize:
				if (payload.length >= 4) this.#window = Math.max(1024, payload.readUInt32BE());
				return;
			case MESSAGE.peerBandwidth:
				// To be answered with the window it asks for (§5.4.5).
				if (payload.length >= 4) this.#control(MESSAGE.windowSize, Buffer.from(payload.subarray(0, 4)));
				return;
			case MESSAGE.userControl:
				this.#userControl(payload);
				return;
			case MESSAGE.command:
				this.#command(decodeAmf0(payload));
		}
	}

	#userControl(payload: Buffer): void {
		if (payload.length < 6 || payload.readUInt16BE() !== USER_CONTROL.pingRequest) return;
		const answer = Buffer.from(payload.subarray(0, 6));
		answer.writeUInt16BE(USER_CONTROL.pingResponse);
		this.#control(MESSAGE.userControl, answer);
	}

	#command([name, transaction, ...values]: AmfValue[]): void {
		if (name === 'onStatus') {
			this.#onStatus(readStatus(values.at(-1)));
			return;
		}
		if (name !== '_result' && name !== '_error') return;
		const call = this.#calls.get(Number(transaction));
		if (!call) return;
		this.#calls.delete(Number(transaction));
		if (name === '_result') {
			call.resolve(values);
			return;
		}
		const { code, description, redirect } = readStatus(values.at(-1));
		call.reject(new RtmpRefused(code || 'the server refused', description, redirect));
	}
}

function readStatus(value: AmfValue): RtmpStatus {
	const fields = fieldsOf(value);
	const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
	const { code, redirect } = fieldsOf(fields.ex);
	return {
		level: text('level'),
		code: text('code'),
		description: text('description'),
		...(code === 302 && typeof redirect === 'string' ? { redirect } : {}),
	};
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null ? { ...value } : {};
}
