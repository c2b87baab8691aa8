import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';

/** Where a gate is, and what is behind it. */
export interface UdpGateOptions {
	/** A loopback address of its own, such as 127.0.0.2, that nobody else listens on. */
	readonly address: string;
	readonly port: number;
	/** What the gate leads to on 127.0.0.1. */
	readonly target: number;
	/** The sources that may pass; all when absent. */
	lets?(source: RemoteInfo): boolean;
}

/**
 * A firewall or a changed network between browsers and the media port: the only way there is UDP through this gate. TCP
 * to its address is refused by the system, since nothing listens.
 */
export class UdpGate {
	readonly #options: UdpGateOptions;
	readonly #front: Socket;
	/** The server's view of each source, by its address. */
	readonly #passages = new Map<string, Socket>();
	readonly #shut = new Set<string>();
	/** Silently drops everything, in both directions. */
	swallows = false;
	#passed = 0;
	#refused = 0;

	private constructor(options: UdpGateOptions, front: Socket) {
		this.#options = options;
		this.#front = front;
		front.on('message', (packet, source) => this.#pass(packet, source));
	}

	static async open(options: UdpGateOptions): Promise<UdpGate> {
		const front = createSocket('udp4');
		await new Promise<void>((resolve, reject) =>
			front.once('error', reject).bind(options.port, options.address, resolve),
		);
		return new UdpGate(options, front);
	}

	/** Packets that went in. */
	get passed(): number {
		return this.#passed;
	}

	/** Packets that came to the gate and not through. */
	get refused(): number {
		return this.#refused;
	}

	/** The addresses that are in use now lead nowhere any more, in both directions; new ones do. @returns how many */
	changeNetwork(): number {
		const sources = [...this.#passages];
		for (const [source, passage] of sources) {
			this.#shut.add(source);
			passage.close();
		}
		this.#passages.clear();
		return sources.length;
	}

	async close(): Promise<void> {
		this.changeNetwork();
		await new Promise<void>((resolve) => this.#front.close(() => resolve()));
	}

	#pass(packet: Buffer, source: RemoteInfo): void {
		const key = `${source.address}:${source.port}`;
		if (this.swallows || this.#shut.has(key) || this.#options.lets?.(source) === false) {
			this.#refused++;
			return;
		}
		this.#passed++;
		this.#passage(key, source).send(packet, this.#options.target, '127.0.0.1');
	}

	#passage(key: string, source: RemoteInfo): Socket {
		const known = this.#passages.get(key);
		if (known !== undefined) return known;
		const passage = createSocket('udp4');
		passage.on('message', (packet) => {
			if (!this.swallows) this.#front.send(packet, source.port, source.address);
		});
		this.#passages.set(key, passage);
		return passage;
	}
}
