import { type NotificationData, type RequestData, type RequestReply, RoomcastError } from '@roomcast/contract';
import type { Logger } from 'pino';
import { EchoCall } from '../media/EchoCall.ts';
import type { IceServersFor } from '../media/iceServersFor.ts';
import type { MediaPool } from '../media/MediaPool.ts';
import type { Admission } from '../sessions/Admission.ts';
import { type Notification, transient } from '../sessions/host/NotificationLog.ts';
import type { ParsedRequest } from './messages.ts';

/** ms for which a test may last: the longest that clients measure, and a little to begin and to end. */
const LONGEST = 150_000;

/** What a test call needs. */
export interface TestCallContext {
	readonly admission: Pick<Admission, 'test'>;
	readonly media: MediaPool;
	readonly iceServers: IceServersFor;
	readonly logger: Logger;
}

/** Whoever tests: no name is of interest. */
const TESTER = 'test-call';

/**
 * What somebody sends to find out how their line is, before they join: a call with nobody else, which begins with
 * `test-call` and ends with its connection.
 */
export class TestCall {
	readonly #context: TestCallContext;
	readonly #send: (notification: Notification) => void;
	#call: EchoCall | undefined;
	#timer: NodeJS.Timeout | undefined;
	#closed = false;

	/** @param send to the client */
	constructor(context: TestCallContext, send: (notification: Notification) => void) {
		this.#context = context;
		this.#send = send;
	}

	/** Whether it runs. */
	get running(): boolean {
		return this.#call?.closed === false;
	}

	/**
	 * Answers a request of somebody who has no seat in a session.
	 *
	 * @param address where the request comes from
	 * @throws RoomcastError NOT_JOINED for what needs a seat; the errors of a token, TOO_MANY_REQUESTS,
	 *   MEDIA_SERVER_UNAVAILABLE; as the same request in a session
	 */
	async answer(request: ParsedRequest, address: string): Promise<object> {
		const { method, data } = request;
		const reply = await (method === 'test-call'
			? this.#begin(data as RequestData<'test-call'>, address)
			: this.#ask(request));
		if (reply === undefined) throw new RoomcastError('NOT_JOINED', method);
		return reply;
	}

	/** Begins, instead of one that runs. */
	async #begin(
		{ token, rtpCapabilities }: RequestData<'test-call'>,
		address: string,
	): Promise<RequestReply<'test-call'>> {
		const { admission, media, iceServers, logger } = this.#context;
		await admission.test(token, address);
		const call = await EchoCall.create(media, rtpCapabilities, logger);
		this.#call?.close();
		if (this.#closed) {
			call.close();
			throw new RoomcastError('MEDIA_NOT_AVAILABLE', 'the connection was closed');
		}
		this.#call = call;
		const tell = <E extends 'consumer-added' | 'data-consumer-added'>(event: E, data: NotificationData<E>) =>
			this.#send(transient(event, data));
		call.on('consumer-added', (consumer) => tell('consumer-added', { consumer }));
		call.on('data-consumer-added', (dataConsumer) => tell('data-consumer-added', { dataConsumer }));
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => call.close(), LONGEST);
		const offer = { consumers: [], dataConsumers: [], ...call.transports };
		return { media: { iceServers: iceServers(TESTER), ...offer } };
	}

	/** @returns undefined for what a test is not asked */
	async #ask({ method, data }: ParsedRequest): Promise<object | undefined> {
		const call = this.#call;
		if (call === undefined) return undefined;
		switch (method) {
			case 'connect-transport': {
				const { transportId, dtlsParameters } = data as RequestData<'connect-transport'>;
				await call.connectTransport(transportId, dtlsParameters);
				return {};
			}
			case 'restart-ice': {
				const { transportId } = data as RequestData<'restart-ice'>;
				return { iceParameters: await call.restartIce(transportId) };
			}
			case 'produce':
				return { producerId: await call.produce(data as RequestData<'produce'>) };
			case 'resume-consumers':
				await call.resumeConsumers((data as RequestData<'resume-consumers'>).consumerIds);
				return {};
			case 'produce-data':
				return { dataProducerId: await call.produceData(data as RequestData<'produce-data'>) };
			default:
				return undefined;
		}
	}

	close(): void {
		this.#closed = true;
		clearTimeout(this.#timer);
		this.#call?.close();
	}
}
