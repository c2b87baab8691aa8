import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';

/** Values of RFC 8656 section 18, and of RFC 5389 section 18. */
const Method = { allocate: 0x003, createPermission: 0x008, send: 0x016, data: 0x017, connect: 0x00a } as const;
const Class = { request: 0x000, indication: 0x010, success: 0x100, error: 0x110 } as const;
const Attribute = {
	USERNAME: 0x0006,
	MESSAGE_INTEGRITY: 0x0008,
	ERROR_CODE: 0x0009,
	XOR_PEER_ADDRESS: 0x0012,
	DATA: 0x0013,
	REALM: 0x0014,
	NONCE: 0x0015,
	REQUESTED_ADDRESS_FAMILY: 0x0017,
	REQUESTED_TRANSPORT: 0x0019,
} as const;
const COOKIE = Buffer.from([0x21, 0x12, 0xa4, 0x42]);
const UDP = 17;
const TCP = 6;

interface Message {
	readonly type: number;
	readonly attributes: ReadonlyMap<number, Buffer>;
}

export interface TurnCredentials {
	readonly username: string;
	readonly credential: string;
}

/** A client of a TURN server over UDP, which asks for whatever a test wants. */
export class TurnClient {
	readonly #socket: Socket;
	readonly #port: number;
	readonly #credentials: TurnCredentials;
	#realm: Buffer = Buffer.alloc(0);
	#nonce: Buffer = Buffer.alloc(0);

	private constructor(socket: Socket, port: number, credentials: TurnCredentials) {
		this.#socket = socket;
		this.#port = port;
		this.#credentials = credentials;
	}

	/** @param port of a server on 127.0.0.1 */
	static async open(port: number, credentials: TurnCredentials): Promise<TurnClient> {
		const socket = createSocket('udp4').bind(0, '127.0.0.1');
		await once(socket, 'listening');
		return new TurnClient(socket, port, credentials);
	}

	/** @returns 0 when there is a relayed address, else the code of the error */
	async allocate({ family = 4, transport = UDP }: { family?: 4 | 6; transport?: number } = {}): Promise<number> {
		const asked: [number, Buffer][] = [[Attribute.REQUESTED_TRANSPORT, Buffer.from([transport, 0, 0, 0])]];
		if (family === 6) asked.push([Attribute.REQUESTED_ADDRESS_FAMILY, Buffer.from([2, 0, 0, 0])]);
		const { attributes } = await this.#request(Method.allocate, asked, false);
		this.#realm = attributes.get(Attribute.REALM) ?? this.#realm;
		this.#nonce = attributes.get(Attribute.NONCE) ?? this.#nonce;
		return codeOf(await this.#request(Method.allocate, asked));
	}

	/** An allocation whose relayed address takes TCP (RFC 6062). */
	allocateTcp(): Promise<number> {
		return this.allocate({ transport: TCP });
	}

	/** Asks to exchange packets with a peer. @returns 0, or the code of the error */
	async permit(address: string): Promise<number> {
		const id = randomBytes(12);
		const asked: [number, Buffer][] = [[Attribute.XOR_PEER_ADDRESS, peer(address, 0, id)]];
		return codeOf(await this.#request(Method.createPermission, asked, true, id));
	}

	/** Sends a packet to a peer by the relay, and resolves with the first one that comes back. */
	async exchange(address: string, port: number, packet: Buffer): Promise<Buffer> {
		const id = randomBytes(12);
		const asked: [number, Buffer][] = [
			[Attribute.XOR_PEER_ADDRESS, peer(address, port, id)],
			[Attribute.DATA, packet],
		];
		this.#send(Method.send | Class.indication, asked, false, id);
		const answer = await this.#answer(({ type }) => type === (Method.data | Class.indication));
		return answer.attributes.get(Attribute.DATA) ?? Buffer.alloc(0);
	}

	close(): void {
		this.#socket.close();
	}

	#request(
		method: number,
		attributes: readonly [number, Buffer][],
		authenticated = true,
		id = randomBytes(12),
	): Promise<Message> {
		this.#send(method | Class.request, attributes, authenticated, id);
		return this.#answer(({ id: answered }) => answered.equals(id));
	}

	#send(type: number, asked: readonly [number, Buffer][], authenticated: boolean, id: Buffer): void {
		const attributes = [...asked];
		if (authenticated) {
			attributes.push([Attribute.USERNAME, Buffer.from(this.#credentials.username)]);
			attributes.push([Attribute.REALM, this.#realm], [Attribute.NONCE, this.#nonce]);
		}
		let message = encode(type, id, attributes);
		if (authenticated) {
			const { username, credential } = this.#credentials;
			const key = createHash('md5').update(`${username}:${this.#realm}:${credential}`).digest();
			message.writeUInt16BE(message.length - 20 + 24, 2);
			const integrity = createHmac('sha1', key).update(message).digest();
			message = encode(type, id, [...attributes, [Attribute.MESSAGE_INTEGRITY, integrity]]);
		}
		this.#socket.send(message, this.#port, '127.0.0.1');
	}

	#answer(fits: (message: Message & { readonly id: Buffer }) => boolean): Promise<Message> {
		return new Promise((resolve) => {
			const onMessage = (packet: Buffer) => {
				const message = decode(packet);
				if (!fits(message)) return;
				this.#socket.off('message', onMessage);
				resolve(message);
			};
			this.#socket.on('message', onMessage);
		});
	}
}

/** 0 for success, else the number of the error (RFC 5389 section 15.6). */
function codeOf({ type, attributes }: Message): number {
	if ((type & 0x110) === Class.success) return 0;
	const error = attributes.get(Attribute.ERROR_CODE);
	return (error?.[2] ?? 0) * 100 + (error?.[3] ?? 0);
}

/** XOR-PEER-ADDRESS in a message with a transaction id, which is a part of the mask (RFC 5389 section 15.2). */
function peer(address: string, port: number, id: Buffer): Buffer {
	const bytes = isIPv6(address) ? ipv6Bytes(address) : Buffer.from(address.split('.').map(Number));
	const mask = Buffer.concat([COOKIE, id]);
	const header = Buffer.from([0, bytes.length === 4 ? 1 : 2, 0, 0]);
	header.writeUInt16BE(port ^ COOKIE.readUInt16BE(0), 2);
	return Buffer.concat([header, bytes.map((byte, i) => byte ^ (mask[i] ?? 0))]);
}

/** The bytes of an IPv6 address in hexadecimal, with or without `::`. */
function ipv6Bytes(address: string): Buffer {
	const [before = [], after = []] = address.split('::').map((half) => half.split(':').filter(Boolean));
	const groups = [...before, ...Array(8 - before.length - after.length).fill('0'), ...after];
	return Buffer.from(groups.map((group) => group.padStart(4, '0')).join(''), 'hex');
}

function encode(type: number, id: Buffer, attributes: readonly [number, Buffer][]): Buffer {
	const body = Buffer.concat(
		attributes.map(([name, value]) => {
			const padded = Buffer.alloc(4 + Math.ceil(value.length / 4) * 4);
			padded.writeUInt16BE(name, 0);
			padded.writeUInt16BE(value.length, 2);
			value.copy(padded, 4);
			return padded;
		}),
	);
	const header = Buffer.alloc(4);
	header.writeUInt16BE(type, 0);
	header.writeUInt16BE(body.length, 2);
	return Buffer.concat([header, COOKIE, id, body]);
}

function decode(packet: Buffer): Message & { readonly id: Buffer } {
	const attributes = new Map<number, Buffer>();
	for (let at = 20; at + 4 <= packet.length; ) {
		const length = packet.readUInt16BE(at + 2);
		attributes.set(packet.readUInt16BE(at), packet.subarray(at + 4, at + 4 + length));
		at += 4 + Math.ceil(length / 4) * 4;
	}
	return { type: packet.readUInt16BE(0), id: packet.subarray(8, 20), attributes };
}
