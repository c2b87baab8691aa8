import type { RoomCapture } from '@roomcast/contract/captures';
import type { ConsumerInfo, MediaOffer } from '@roomcast/contract/signalling/media';
import type { EntryRequestInfo, ParticipantInfo } from '@roomcast/contract/signalling/participant';
import type { RequestReply } from '@roomcast/contract/signalling/requests';
import * as fakeParameters from 'mediasoup-client/fakeParameters';
import { FakeHandler } from 'mediasoup-client/handlers/FakeHandler';
import { DeviceLoader } from '../media/DeviceLoader.ts';
import { Meeting } from '../meeting/Meeting.ts';
import { type MeetingOptions, meetingSettings } from '../meeting/options.ts';
import { Connection } from '../signalling/Connection.ts';
import { FakeServer, Refusal } from './FakeServer.ts';
import { offer } from './offers.ts';

/** A server with one room in it, whose answers are those of a healthy one. */
export class FakeRoom {
	readonly server: FakeServer;
	participants: ParticipantInfo[] = [];
	consumers: ConsumerInfo[] = [];
	entryRequests: EntryRequestInfo[] = [];
	captures: RoomCapture[] = [];
	dataConsumers: MediaOffer['dataConsumers'] = [];
	/** The ends of the transports in the page, in the order in which they were made. */
	readonly handlers: FakeHandler[] = [];
	/** The transports that the server has; those before are closed. */
	#transports: readonly string[] = [];

	private constructor(server: FakeServer) {
		this.server = server;
		server.welcome = {
			version: 'test',
			routerRtpCapabilities: JSON.parse(JSON.stringify(fakeParameters.generateRouterRtpCapabilities())),
		};
		let made = 0;
		server.on('join', (data) => this.#join(data.participantId ?? 'made-by-server', data.mode ?? 'SEND_AND_RECV'));
		server.on('resume', () => ({ missed: 0 }));
		server.on('restart-media', () => ({ media: this.#offer() }));
		server.on('produce', ({ transportId }) => {
			this.#need(transportId);
			return { producerId: `producer-${++made}` };
		});
		server.on('connect-transport', ({ transportId }) => {
			this.#need(transportId);
			return {};
		});
		server.on('restart-ice', ({ transportId }) => {
			this.#need(transportId);
			return { iceParameters: { usernameFragment: `fragment-${++made}`, password: 'password' } };
		});
		server.on('produce-data', () => ({ dataProducerId: `data-producer-${++made}` }));
		server.on('publish', () => ({ id: `message-${++made}`, timestamp: '2026-05-01T10:00:00.000Z' }));
		server.on('subscribe', () => ({ messages: [], more: false }));
		server.on('store-get', () => ({ value: null }));
		server.on('store-observe', () => ({ value: null }));
		server.on('ask-entry', ({ participantId }) => ({
			participantId: participantId ?? '',
			admitted: false,
			ticket: 'my-ticket',
		}));
	}

	static async create(): Promise<FakeRoom> {
		return new FakeRoom(await FakeServer.create());
	}

	/** Somebody named `me` who can join. */
	meeting(options: Partial<MeetingOptions> = {}, token = 'token'): Meeting {
		return new Meeting(meetingSettings({ meetingId: 'abcd-efgh-ijkl', participantId: 'me', ...options }), {
			connection: new Connection(this.server.url),
			token,
			devices: new DeviceLoader(() => this.#handlerFactory()),
		});
	}

	/** Whether the server has a transport. */
	has(transportId: string): boolean {
		return this.#transports.includes(transportId);
	}

	/** The session is over for the server: the next resume is refused, and a join follows. */
	forgetSession(refusal: () => never): void {
		this.server.on('resume', refusal);
		this.server.cut();
	}

	#handlerFactory(): ReturnType<typeof FakeHandler.createFactory> {
		const { factory, ...rest } = FakeHandler.createFactory(fakeParameters);
		return {
			...rest,
			factory: (options) => {
				const handler = factory(options) as FakeHandler;
				this.handlers.push(handler);
				return handler;
			},
		};
	}

	/** As a server does, it closes the transports that it named before. */
	#offer(): MediaOffer {
		const made = { ...offer(...this.consumers), dataConsumers: this.dataConsumers };
		this.#transports = [made.sendTransport, made.recvTransport].flatMap((transport) => transport?.id ?? []);
		return made;
	}

	#need(transportId: string): void {
		if (!this.has(transportId)) throw new Refusal(6010, 'MEDIA_NOT_AVAILABLE');
	}

	#join(participantId: string, mode: RequestReply<'join'>['mode']): RequestReply<'join'> {
		this.server.resetNumbers();
		return {
			sessionId: 'session',
			roomId: 'abcd-efgh-ijkl',
			participantId,
			displayName: participantId,
			mode,
			permissions: ['allow_join', 'allow_mod'],
			resumeToken: 'resume-me',
			participants: this.participants,
			activeSpeakerId: null,
			entryRequests: this.entryRequests,
			captures: this.captures,
			media: this.#offer(),
		};
	}
}

/** A token with these claims that nobody signed. */
export function unsigned(claims: object): string {
	const part = btoa(JSON.stringify(claims)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
	return `e30.${part}.none`;
}
