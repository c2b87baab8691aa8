import {
	NOTIFICATIONS,
	type NotificationName,
	REQUESTS,
	type RequestName,
	SIGNALLING_PATH,
	SUBPROTOCOL,
} from '@roomcast/contract';
import { lazyValidator } from '@roomcast/contract/lazyValidator';
import { WebSocket } from 'ws';
import { write } from './Json.ts';
import type { Signal } from './signals.ts';
import { wrongWith } from './verdict.ts';

export interface SignalFlooderOptions {
	/** `http://…` of the server. */
	readonly url: string;
	/** Who it joins as, and somebody whom it may harm. */
	readonly participantId: string;
	readonly otherId: string;
	readonly roomId: string;
	readonly customRoomId: string;
	readonly token: string;
	readonly guestToken: string;
	readonly spoiledTokens: readonly string[];
	readonly rtpCapabilities: unknown;
	/** Told what the server should not have answered. */
	onFinding(finding: string): void;
}

/** Requests of a connection on which nobody has joined. */
const ENTERING: readonly string[] = ['join', 'resume', 'ask-entry'];
/** How a server may end a connection: in order, text that is no UTF-8, too large, too many bad messages. */
const CLOSE_CODES = [1000, 1007, 1009, 4400];
/** ms that an answer may take: a recording may take 20 s to start. */
const PATIENCE = 30_000;
/** More than this is not read at once, in characters. */
const MUCH = 64 * 1024;
/** What of a message is shown, in characters. */
const SHOWN = 400;

const replies = new Map(Object.entries(REQUESTS).map(([name, { reply }]) => [name, lazyValidator(reply)]));
const notifications = new Map(Object.entries(NOTIFICATIONS).map(([name, { data }]) => [name, lazyValidator(data)]));

/** What came on the wire, as far as it is looked into. */
interface Incoming {
	readonly id?: number;
	readonly event?: NotificationName;
	readonly data?: Record<string, unknown>;
	readonly error?: { readonly code: number; readonly name: string };
}

/** A participant of a call that sends what it should not, and looks at what comes back. */
export class SignalFlooder {
	readonly #options: SignalFlooderOptions;
	#main: Wire | undefined;
	#id = 0;
	#spoiled = 0;
	#names = 0;
	readonly #methods = new Map<number, RequestName>();
	readonly #filled: Record<string, string> = {};

	constructor(options: SignalFlooderOptions) {
		this.#options = options;
	}

	/** Sends several at once. Resolves when each was answered, or the connection was closed. */
	async send(burst: readonly Signal[]): Promise<void> {
		const entering = burst.filter((signal) => isEntering(signal));
		await Promise.all([
			this.#sendSeated(burst.filter((signal) => !isEntering(signal))),
			...entering.map((signal) => this.#sendAlone(signal)),
		]);
	}

	/** Leaves, as far as it is in. */
	async close(): Promise<void> {
		const wire = this.#main;
		if (wire === undefined || wire.closed) return;
		wire.socket.send(JSON.stringify({ id: ++this.#id, method: 'leave', data: {} }));
		await this.#answered(wire, 1, ['leave']);
		wire.socket.terminate();
	}

	async #sendSeated(burst: readonly Signal[]): Promise<void> {
		if (burst.length === 0) return;
		const wire = await this.#seated();
		const texts = burst.map((signal) => this.#put(wire, signal));
		await this.#answered(wire, burst.length, texts);
	}

	async #sendAlone(signal: Signal): Promise<void> {
		const wire = await this.#open();
		const text = this.#put(wire, signal);
		await this.#answered(wire, 1, [text]);
		if (wire.closed) return;
		wire.socket.send(JSON.stringify({ id: ++this.#id, method: 'leave', data: {} }));
		await this.#answered(wire, 1, ['leave']);
		wire.socket.close();
	}

	/** A connection with a participant on it. */
	async #seated(): Promise<Wire> {
		if (this.#main !== undefined && !this.#main.closed) return this.#main;
		const { token, roomId, participantId, rtpCapabilities } = this.#options;
		const wire = await this.#open();
		const id = ++this.#id;
		this.#methods.set(id, 'join');
		const data = { token, roomId, participantId, rtpCapabilities };
		wire.socket.send(JSON.stringify({ id, method: 'join', data }));
		await this.#answered(wire, 1, ['join']);
		this.#main = wire;
		return wire;
	}

	async #open(): Promise<Wire> {
		const socket = new WebSocket(this.#options.url.replace(/^http/, 'ws') + SIGNALLING_PATH, SUBPROTOCOL);
		const wire = new Wire(socket, (message) => this.#look(message));
		await new Promise<void>((resolve, reject) => {
			socket.once('open', resolve);
			socket.once('error', reject);
		});
		return wire;
	}

	/** Sends one, and returns what was sent for whoever has to find out what went wrong. */
	#put({ socket }: Wire, signal: Signal): string {
		if (signal.kind === 'garbage') {
			socket.send(signal.bytes, { binary: signal.binary });
			return `${signal.binary ? 'binary' : 'text'} ${Buffer.from(signal.bytes).toString('hex')}`;
		}
		const text = this.#text(signal);
		socket.send(text);
		return text;
	}

	#text(signal: Exclude<Signal, { kind: 'garbage' }>): string {
		const fill = (name: string) => this.#fill(name);
		if (signal.kind === 'message') return write(signal.message, fill);
		const id = ++this.#id;
		const text = `{"id":${id},"method":"${signal.method}","data":${write(signal.data, fill)}}`;
		if (signal.kind === 'truncated') return text.slice(0, Math.ceil((text.length * signal.cut) / 100) - 1);
		this.#methods.set(id, signal.method);
		return text;
	}

	#fill(name: string): string {
		const { token, guestToken, spoiledTokens, roomId, customRoomId, participantId, otherId } = this.#options;
		if (name === 'spoiledToken') return spoiledTokens[this.#spoiled++ % spoiledTokens.length] ?? '';
		if (name === 'newId') return `${participantId}-${++this.#names}`;
		const fixed: Record<string, string> = { token, guestToken, roomId, customRoomId, ownId: participantId, otherId };
		return fixed[name] ?? this.#filled[name] ?? 'none';
	}

	/** Waits for so many answers. */
	async #answered(wire: Wire, count: number, texts: readonly string[]): Promise<void> {
		const timer = setTimeout(() => {
			const left = [...this.#methods].map(([id, method]) => `${id} ${method}`).join(', ');
			this.#options.onFinding(`${count - wire.answers} of ${count} unanswered (${left}): ${shown(texts)}`);
			wire.socket.terminate();
		}, PATIENCE);
		while (wire.answers < count && !wire.closed) await wire.next();
		clearTimeout(timer);
		const code = await (wire.closing ? wire.ended : undefined);
		// A connection that is closed with much unread on it is reset, and the code is lost.
		const reset = code === 1006 && texts.join('').length > MUCH;
		if (code !== undefined && !reset && !CLOSE_CODES.includes(code))
			this.#options.onFinding(`closed with ${code} after ${shown(texts)}`);
		wire.answers = 0;
	}

	#look({ id, event, data, error }: Incoming): void {
		if (event !== undefined) {
			if (event === 'error') this.#judge('a message', data?.name, data?.code);
			if (notifications.get(event)?.(data) !== true)
				this.#options.onFinding(`${event} is not what the contract says: ${JSON.stringify(data).slice(0, 300)}`);
			if (event === 'consumer-added') this.#keep('consumerId', (data?.consumer as { id: string } | undefined)?.id);
			return;
		}
		const method = this.#methods.get(id ?? 0);
		this.#methods.delete(id ?? 0);
		if (error !== undefined) this.#judge(method ?? 'a message', error.name, error.code);
		else if (method !== undefined) this.#learn(method, data);
	}

	#judge(what: string, name: unknown, code: unknown): void {
		const wrong = wrongWith(name, code);
		if (wrong !== undefined) this.#options.onFinding(`${what}: ${wrong}`);
	}

	/** A reply that succeeded is what the contract says, and tells what there is to be attacked. */
	#learn(method: RequestName, data: Record<string, unknown> | undefined): void {
		if (replies.get(method)?.(data) !== true)
			this.#options.onFinding(
				`the reply to ${method} is not what the contract says: ${JSON.stringify(data).slice(0, 300)}`,
			);
		const media = data?.media as
			| { sendTransport: { id: string } | null; recvTransport: { id: string } | null; consumers: { id: string }[] }
			| undefined;
		this.#keep('sendTransport', media?.sendTransport?.id);
		this.#keep('recvTransport', media?.recvTransport?.id);
		this.#keep('consumerId', media?.consumers[0]?.id);
		this.#keep('producerId', data?.producerId);
		this.#keep('resumeToken', data?.resumeToken);
	}

	#keep(name: string, value: unknown): void {
		if (typeof value === 'string') this.#filled[name] = value;
	}
}

function shown(texts: readonly string[]): string {
	return texts.map((text) => text.slice(0, SHOWN)).join(' | ');
}

function isEntering(signal: Signal): boolean {
	return signal.kind === 'request' && ENTERING.includes(signal.method);
}

/** One connection, and how many answers came on it. */
class Wire {
	readonly socket: WebSocket;
	/** The close code. */
	readonly ended: Promise<number>;
	answers = 0;
	closed = false;
	#wake: () => void = () => {};

	constructor(socket: WebSocket, look: (message: Incoming) => void) {
		this.socket = socket;
		socket.on('error', () => {});
		socket.on('message', (text) => {
			const message = JSON.parse(text.toString()) as Incoming;
			if (message.event === undefined || message.event === 'error') this.answers++;
			look(message);
			this.#wake();
		});
		this.ended = new Promise((resolve) => {
			socket.once('close', (code) => {
				this.closed = true;
				this.#wake();
				resolve(code);
			});
		});
	}

	get closing(): boolean {
		return this.socket.readyState === this.socket.CLOSING || this.closed;
	}

	/** Resolves when something came, or it was closed. */
	next(): Promise<void> {
		return new Promise((resolve) => {
			this.#wake = resolve;
		});
	}
}
