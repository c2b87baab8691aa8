import {
	type ErrorInfo,
	type NotificationData,
	type NotificationName,
	type RequestData,
	type RequestName,
	type RequestReply,
	type RtpParameters,
	SIGNALLING_PATH,
	SUBPROTOCOL,
} from '@roomcast/contract';
import { WebSocket } from 'ws';

type RefusedWith = Pick<ErrorInfo, 'code' | 'name' | 'message' | 'retryAfter' | 'reasonCode'>;

/** An error reply. */
export class Refusal extends Error {
	readonly code: number;
	readonly refusal: string;
	readonly retryAfter: number | undefined;
	readonly reasonCode: string | undefined;

	constructor(error: RefusedWith) {
		super(error.message);
		this.code = error.code;
		this.refusal = error.name;
		this.retryAfter = error.retryAfter;
		this.reasonCode = error.reasonCode;
	}
}

/** With what a request is refused. @throws when it is not */
export function refusal(request: Promise<unknown>): Promise<Refusal> {
	return request.then(
		() => {
			throw new Error('it was not refused');
		},
		(error) => error as Refusal,
	);
}

interface Notification {
	readonly event: NotificationName;
	readonly seq: number;
	readonly data: unknown;
}

/** A client that speaks signalling and has no media: what a test sends is what is on the wire. */
export class SignallingClient {
	readonly notifications: Notification[] = [];
	readonly closed: Promise<{ code: number; reason: string }>;
	readonly #socket: WebSocket;
	readonly #replies = new Map<number, PromiseWithResolvers<unknown>>();
	/** The number of the last notification that is numbered. */
	lastSeq = 0;
	#waiters: (() => void)[] = [];
	#id = 0;

	private constructor(socket: WebSocket) {
		this.#socket = socket;
		socket.on('message', (message) => this.#receive(JSON.parse(message.toString())));
		this.closed = new Promise((resolve) => {
			socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
		});
		void this.closed.then(() => {
			for (const reply of this.#replies.values()) reply.reject(new Error('connection closed'));
		});
	}

	/** @param url `http://…` of the server */
	static async open(url: string): Promise<SignallingClient> {
		const socket = new WebSocket(url.replace(/^http/, 'ws') + SIGNALLING_PATH, SUBPROTOCOL);
		const client = new SignallingClient(socket);
		await new Promise<void>((resolve, reject) => {
			socket.once('open', resolve);
			socket.once('error', reject);
		});
		return client;
	}

	/** Opens a connection and joins, as a participant that can receive Opus and VP8. */
	static async join(
		url: string,
		data: Pick<RequestData<'join'>, 'token' | 'roomId'> & Partial<RequestData<'join'>>,
	): Promise<{ client: SignallingClient; joined: RequestReply<'join'> }> {
		const client = await SignallingClient.open(url);
		const { routerRtpCapabilities } = await client.notification('welcome');
		const joined = await client.request('join', { rtpCapabilities: routerRtpCapabilities, ...data });
		return { client, joined };
	}

	/** Sends a request and waits for its reply. */
	request<N extends RequestName>(method: N, data: RequestData<N>, id?: number): Promise<RequestReply<N>> {
		return this.requestText(method, JSON.stringify(data), id) as Promise<RequestReply<N>>;
	}

	/** The same with whatever text as data. */
	requestText(method: string, data: string, id = ++this.#id): Promise<unknown> {
		this.#id = Math.max(this.#id, id);
		const reply = Promise.withResolvers<unknown>();
		this.#replies.set(id, reply);
		this.sendRaw(`{"id":${id},"method":"${method}","data":${data}}`);
		return reply.promise;
	}

	sendRaw(text: string): void {
		this.#socket.send(text);
	}

	/** The first notification of that name that fits and has not been taken yet; waits for it. */
	async notification<N extends NotificationName>(
		event: N,
		fits: (data: NotificationData<N>) => boolean = () => true,
		timeout = 60_000,
	): Promise<NotificationData<N>> {
		const end = Date.now() + timeout;
		for (;;) {
			const index = this.notifications.findIndex(
				(notification) => notification.event === event && fits(notification.data as NotificationData<N>),
			);
			if (index >= 0) return this.notifications.splice(index, 1)[0]?.data as NotificationData<N>;
			const left = end - Date.now();
			if (left <= 0) throw new Error(`no ${event} within ${timeout} ms; got ${JSON.stringify(this.notifications)}`);
			await new Promise<void>((resolve) => {
				const timer = setTimeout(resolve, left);
				this.#waiters.push(() => {
					clearTimeout(timer);
					resolve();
				});
			});
		}
	}

	/** Reads nothing any more, while its connection stays. */
	stopReading(): void {
		this.#socket.pause();
	}

	/** Says that it is there, as the WebSocket of a client does that reads. */
	pong(): void {
		this.#socket.pong();
	}

	/** Reads on. */
	read(): void {
		this.#socket.resume();
	}

	/** Breaks the connection as a crashed client would: without a goodbye. */
	terminate(): void {
		this.#socket.terminate();
	}

	close(): void {
		this.#socket.close();
	}

	#receive(
		message: {
			id?: number;
			data?: unknown;
			error?: RefusedWith;
		} & Partial<Notification>,
	) {
		if (message.event !== undefined) {
			this.notifications.push(message as Notification);
			this.lastSeq = Math.max(this.lastSeq, message.seq ?? 0);
			for (const waiter of this.#waiters.splice(0)) waiter();
			return;
		}
		const reply = this.#replies.get(message.id ?? 0);
		this.#replies.delete(message.id ?? 0);
		if (message.error !== undefined) reply?.reject(new Refusal(message.error));
		else reply?.resolve(message.data);
	}
}

/** RTP parameters of a microphone, as a browser would offer them. */
export function opusParameters(ssrc: number): RtpParameters {
	return {
		mid: '0',
		codecs: [
			{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48000, channels: 2, parameters: {}, rtcpFeedback: [] },
		],
		encodings: [{ ssrc }],
		rtcp: { cname: 'test', reducedSize: true },
	};
}

/** RTP parameters of a camera with three simulcast layers. */
export function vp8Parameters(ssrc: number): RtpParameters {
	return {
		mid: '1',
		codecs: [
			{
				mimeType: 'video/VP8',
				payloadType: 96,
				clockRate: 90000,
				parameters: {},
				rtcpFeedback: [{ type: 'nack', parameter: 'pli' }],
			},
		],
		encodings: [4, 2, 1].map((scaleResolutionDownBy, i) => ({
			ssrc: ssrc + i,
			scaleResolutionDownBy,
			maxBitrate: 1_000_000 / scaleResolutionDownBy,
			scalabilityMode: 'L1T3',
		})),
		rtcp: { cname: 'test', reducedSize: true },
	};
}
