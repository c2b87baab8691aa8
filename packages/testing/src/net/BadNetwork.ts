import { createSocket, type Socket } from 'node:dgram';

export interface Impairment {
	/** Part of the packets lost, 0–1. */
	readonly loss: number;
	/** Packets are late by up to this, at random, ms: they overtake each other. */
	readonly jitterMs: number;
	/** Part of the packets in which some bytes are changed. */
	readonly mangled: number;
}

/** A reproducible random number generator (mulberry32), 0–1. */
export function random(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let value = Math.imul(state ^ (state >>> 15), 1 | state);
		value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
		return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** A bad network between a sender and the composer: takes RTP on one port and passes on, from that port, what survives. */
export class BadNetwork {
	readonly #socket: Socket;
	readonly #target: number;
	readonly #impairment: Impairment;
	readonly #random = random(7);
	dropped = 0;
	passed = 0;

	private constructor(socket: Socket, target: number, impairment: Impairment) {
		this.#socket = socket;
		this.#target = target;
		this.#impairment = impairment;
		socket.on('message', (packet) => this.#pass(packet));
	}

	static async create(port: number, target: number, impairment: Impairment): Promise<BadNetwork> {
		const socket = createSocket('udp4');
		await new Promise<void>((resolve) => socket.bind(port, '127.0.0.1', resolve));
		return new BadNetwork(socket, target, impairment);
	}

	/** Sends any bytes as if they came from the sender. */
	inject(packet: Buffer): void {
		this.#socket.send(packet, this.#target, '127.0.0.1');
	}

	close(): void {
		this.#socket.close();
	}

	#pass(packet: Buffer): void {
		if (this.#random() < this.#impairment.loss) {
			this.dropped += 1;
			return;
		}
		this.passed += 1;
		const copy = Buffer.from(packet);
		if (this.#random() < this.#impairment.mangled) {
			for (let i = 0; i < 3; i++) copy[Math.floor(this.#random() * copy.length)] = Math.floor(this.#random() * 256);
		}
		setTimeout(() => {
			try {
				this.#socket.send(copy, this.#target, '127.0.0.1');
			} catch {
				// Closed while the packet was under way.
			}
		}, this.#random() * this.#impairment.jitterMs);
	}
}
