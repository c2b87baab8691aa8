import type { RequestData, RequestReply } from '@roomcast/contract/signalling/requests';
import type { Device } from 'mediasoup-client';
import type { Encryption } from '../e2ee/Encryption.ts';
import { type EntryOutcome, EntryRequest } from '../entry/EntryRequest.ts';
import { mustAsk } from '../entry/mustAsk.ts';
import { Tokens } from '../entry/Tokens.ts';
import { MeetingError } from '../errors/MeetingError.ts';
import { Emitter } from '../events/Emitter.ts';
import { Proofs } from '../identity/Proofs.ts';
import { tokenClaims } from '../identity/tokenClaims.ts';
import { logger } from '../log/logger.ts';
import type { DeviceLoader } from '../media/DeviceLoader.ts';
import type { Participant } from '../participants/Participant.ts';
import type { Connection } from '../signalling/Connection.ts';
import { keepTrying } from '../signalling/keepTrying.ts';
import { SDK_NAME } from '../version.ts';
import type { MeetingSettings } from './options.ts';

/** Events of {@link Joining}. */
export interface JoiningEvents {
	/** A moderator has to let us in. */
	waiting: [];
	/** The server cannot answer yet, and says when to try again. */
	delayed: [MeetingError];
	/** Our token ends soon. */
	tokenEnding: [{ expiresAt: number }];
}

export interface JoiningOptions {
	readonly settings: MeetingSettings;
	readonly connection: Connection;
	readonly token: string;
	readonly devices: DeviceLoader;
	/** Name and version of the SDK that the app uses, `name/version`; undefined: this one. */
	readonly sdkName?: string;
	readonly localParticipant: Participant;
	/** Of an end-to-end encrypted meeting. */
	readonly encryption?: Pick<Encryption, 'load'> | null;
	/**
	 * We are in. Called before the next message of the server is read.
	 *
	 * @param device null without media
	 */
	entered(reply: RequestReply<'join'>, device: Device | null): void;
}

/**
 * The way into a session, the first time or again: a request to be let in where a moderator has to allow it, then a join,
 * with the token and what proves that a seat in the session is ours.
 */
export class Joining extends Emitter<JoiningEvents> {
	readonly #options: JoiningOptions;
	#tokens: Tokens;
	#proofs: Proofs;
	#roomId: string;
	#entry: EntryRequest | null = null;

	constructor(options: JoiningOptions) {
		super();
		this.#options = options;
		this.#roomId = options.settings.roomId;
		this.#tokens = this.#tokensOf(options.token);
		this.#proofs = this.#proofsIn(this.#roomId);
	}

	/** The room to come into. */
	get roomId(): string {
		return this.#roomId;
	}

	/** Whether a moderator has to let us in. */
	get mustAsk(): boolean {
		return mustAsk(this.#tokens.newest);
	}

	/** Whether the server has our request to be let in, unanswered. */
	get waiting(): boolean {
		return this.#entry?.decided === false;
	}

	/** Announces the end of the token, from now on. */
	watchToken(): void {
		this.#tokens.watch();
	}

	/**
	 * Another room from now on.
	 *
	 * @param token for it; the one of this room, if there is none
	 * @throws MeetingError 3073 for one that is no token, or is for another participant
	 */
	moveTo(roomId: string, token = this.#tokens.newest): void {
		this.#check(token);
		this.forgetSeat();
		this.close();
		this.#roomId = roomId;
		this.#tokens = this.#tokensOf(token);
		this.#proofs = this.#proofsIn(roomId);
		this.watchToken();
	}

	/**
	 * The app has another token.
	 *
	 * @throws MeetingError 3073 for one that is no token, or is for another participant
	 */
	setToken(token: string): void {
		this.#check(token);
		this.#tokens.renew(token);
	}

	#tokensOf(token: string): Tokens {
		const tokens = new Tokens(token);
		tokens.on('ending', (end) => this.emit('tokenEnding', end));
		return tokens;
	}

	#proofsIn(roomId: string): Proofs {
		const { connection, localParticipant } = this.#options;
		return new Proofs({ server: connection.url, roomId, participantId: localParticipant.id });
	}

	#check(token: string): void {
		if (typeof token !== 'string' || token === '')
			throw MeetingError.of('ERROR_INVALID_PARAMETER', 'token must be a string that your server signed');
		const { participantId } = tokenClaims(token);
		const { id } = this.#options.localParticipant;
		if (participantId !== undefined && participantId !== id)
			throw MeetingError.of('ERROR_INVALID_PARAMETER', `token is for "${participantId}", and this is "${id}"`);
	}

	/**
	 * Asks to be let in.
	 *
	 * @param within ms until the server has the request
	 * @param waits called when the server keeps us waiting
	 */
	async letIn(within: number, waits: () => void): Promise<EntryOutcome> {
		const { connection, settings, localParticipant } = this.#options;
		const { name } = settings;
		const who = { roomId: this.#roomId, participantId: localParticipant.id, ...(name === undefined ? {} : { name }) };
		const entry = new EntryRequest(connection, who, this.#tokens, this.#proofs);
		this.#entry = entry;
		await entry.ask(within, (error) => this.#handleDelayed(error));
		if (!entry.decided) {
			logger.info('Waiting to be let in');
			this.emit('waiting');
			waits();
		}
		const outcome = await entry.outcome;
		if (outcome === 'denied') this.#proofs.set('ticket', undefined);
		return outcome;
	}

	/** Joins, as often as it takes. @param within ms in all */
	async enter(within: number): Promise<void> {
		await keepTrying(() => this.#tryToEnter(), {
			within,
			over: () => this.#options.connection.closed,
			delayed: (error) => this.#handleDelayed(error),
		});
	}

	/** The seat is over, and what proved that it was ours. */
	forgetSeat(): void {
		this.#proofs.set('resumeToken', undefined);
	}

	close(): void {
		this.#entry?.close();
		this.#tokens.close();
	}

	/** A connection that is not there yet is no news: the state says that. */
	#handleDelayed(error: MeetingError): void {
		if (error.retryAfter === undefined) return;
		logger.info(`Trying again: ${error.message}`);
		this.emit('delayed', error);
	}

	async #tryToEnter(): Promise<void> {
		const { connection, settings, devices, encryption, localParticipant, sdkName = SDK_NAME } = this.#options;
		const { name, metaData } = settings;
		const { mode } = localParticipant;
		const { routerRtpCapabilities } = await connection.connect();
		// Also without media: the mode may change later.
		const device = await devices.load(routerRtpCapabilities).catch((error) => {
			if (mode !== 'SIGNALLING_ONLY') throw error;
			return null;
		});
		await encryption?.load();
		const [ticket, resumeToken] = [this.#proofs.get('ticket'), this.#proofs.get('resumeToken')];
		const who = {
			roomId: this.#roomId,
			participantId: localParticipant.id,
			...(ticket === undefined ? {} : { ticket }),
			...(resumeToken === undefined ? {} : { resumeToken }),
			...(name === undefined ? {} : { name }),
			metaData,
			mode,
			...(encryption ? { e2ee: true } : {}),
			...(device ? { rtpCapabilities: device.recvRtpCapabilities } : {}),
			device: { userAgent: (globalThis.navigator?.userAgent ?? '').slice(0, 512), sdk: sdkName },
		};
		const reply = await this.#tokens.use((token) =>
			connection.request('join', { token, ...who } as RequestData<'join'>),
		);
		this.#proofs.set('resumeToken', reply.resumeToken);
		this.#options.entered(reply, device);
	}
}
