import { randomBytes } from 'node:crypto';
import { MAX_META_DATA, type Mode, may, type Permission, type RequestData, RoomcastError } from '@roomcast/contract';
import { authorize } from '../policy/authorize.ts';
import { secretHash } from '../secrets/secretHash.ts';
import { noteFacts } from '../security/facts.ts';
import type { Credentials } from './host/Credentials.ts';
import type { HostParticipantOptions } from './host/HostParticipant.ts';
import type { SessionRoom } from './host/SessionJournal.ts';

/** What of a verified token counts at the door. */
export interface JoiningCaller {
	readonly keyId: string;
	readonly permissions: readonly Permission[];
	readonly roomId?: string | undefined;
	readonly participantId?: string | undefined;
	/** SHA-256, base64url. */
	readonly tokenHash: string;
	/** Why the token is not good any more. */
	readonly expired?: string | undefined;
}

/** What of a room counts at the door. */
export interface JoinableRoom extends SessionRoom {
	readonly disabled: boolean;
	readonly allowedParticipantIds: readonly string[];
}

/** Who somebody is, in which room. */
export interface Identity {
	readonly room: JoinableRoom;
	readonly participantId: string;
	readonly displayName: string;
	readonly permissions: readonly Permission[];
	readonly credentials: Credentials;
}

/** What says who somebody is, in either request. */
type EntryOrJoin = RequestData<'ask-entry'> & Pick<RequestData<'join'>, 'resumeToken'>;

export interface AdmissionOptions {
	/** Counts who asks, and once its room is found, who joins; both throw RoomcastError TOO_MANY_REQUESTS. */
	readonly limits: { attempt(caller: JoiningCaller): void; join(caller: JoiningCaller): void };
	/**
	 * Verifies a token for joining, sent from that address; throws RoomcastError. One that has ended is not refused here:
	 * who was in may come back with it.
	 */
	authenticate(token: string, address: string): Promise<JoiningCaller>;
	/** The room of that key with that `id`, `roomId` or `customRoomId`. */
	findRoom(keyId: string, reference: string): Promise<JoinableRoom | undefined>;
	/** Whether that is the id of a recorder: it comes in with the token of the person who started it. */
	isRecorder?(participantId: string): boolean;
}

/** Who may come in, and as whom: the rules between a token and a session. */
export class Admission {
	readonly #options: AdmissionOptions;

	constructor(options: AdmissionOptions) {
		this.#options = options;
	}

	/**
	 * Checks a request to join.
	 *
	 * @param address where it comes from
	 * @returns the room, and who the participant will be
	 * @throws RoomcastError the errors of a token, UNAUTHORIZED_MEETING_ID, UNAUTHORIZED_PARTCIPANT_ID,
	 *   INVALID_MEETING_ID, MEETING_ID_DISABLED, UNAUTHORIZED_REQUEST, INVALID_PERMISSIONS, VALIDATION_FAILED
	 */
	async admit(
		request: RequestData<'join'>,
		address: string,
	): Promise<{ room: JoinableRoom; participant: HostParticipantOptions }> {
		const { room, ...who } = await this.#identify(request, address);
		const mode: Mode = request.mode ?? (may('call.send', who) ? 'SEND_AND_RECV' : 'RECV_ONLY');
		if (mode === 'SEND_AND_RECV') authorize('call.send', who);
		if (mode !== 'SIGNALLING_ONLY' && request.rtpCapabilities === undefined) {
			throw new RoomcastError('VALIDATION_FAILED', `data.rtpCapabilities is needed in mode ${mode}`);
		}
		const metaData = request.metaData ?? {};
		const size = Buffer.byteLength(JSON.stringify(metaData));
		if (size > MAX_META_DATA) {
			const text = `data.metaData has ${size} bytes of JSON, ${MAX_META_DATA} are allowed`;
			throw new RoomcastError('VALIDATION_FAILED', text);
		}
		return {
			room,
			participant: {
				...who,
				mode,
				metaData,
				rtpCapabilities: request.rtpCapabilities ?? {},
				device: request.device ?? {},
				e2ee: request.e2ee ?? false,
			},
		};
	}

	/**
	 * Checks a request to be let in.
	 *
	 * @throws RoomcastError as `admit`, and INVALID_PERMISSIONS for a token that may join without asking
	 */
	async hear(request: RequestData<'ask-entry'>, address: string): Promise<Identity> {
		const identity = await this.#identify(request, address);
		authorize('call.ask', identity);
		return identity;
	}

	/**
	 * Checks a request to try the line before a call: any token that may take part in one will do, for any room.
	 *
	 * @throws RoomcastError the errors of a token, INVALID_PERMISSIONS, TOO_MANY_REQUESTS
	 */
	async test(token: string, address: string): Promise<void> {
		const caller = await this.#options.authenticate(token, address);
		this.#options.limits.attempt(caller);
		if (caller.expired !== undefined) throw new RoomcastError('INVALID_TOKEN', caller.expired);
		authorize('call.test', caller);
	}

	async #identify(request: EntryOrJoin, address: string): Promise<Identity> {
		const caller = await this.#options.authenticate(request.token, address);
		try {
			return await this.#place(caller, request);
		} catch (error) {
			const { keyId, participantId = request.participantId } = caller;
			throw noteFacts(error, { keyId, roomId: request.roomId, participantId });
		}
	}

	/** Where somebody who is known may come in, and as whom. */
	async #place(caller: JoiningCaller, request: EntryOrJoin): Promise<Identity> {
		this.#options.limits.attempt(caller);
		const recorder = request.participantId !== undefined && this.#options.isRecorder?.(request.participantId) === true;
		const participantId = participantIdFor(recorder ? {} : caller, request.participantId);
		const room = await this.#options.findRoom(caller.keyId, request.roomId);
		if (
			caller.roomId !== undefined &&
			caller.roomId !== (room?.roomId ?? request.roomId) &&
			caller.roomId !== room?.customRoomId
		) {
			throw new RoomcastError('UNAUTHORIZED_MEETING_ID', `it is for ${caller.roomId}, not for ${request.roomId}`);
		}
		if (room === undefined) throw new RoomcastError('INVALID_MEETING_ID', `there is no room ${request.roomId}`);
		if (room.disabled) throw new RoomcastError('MEETING_ID_DISABLED', room.roomId);
		const known = recorder || room.allowedParticipantIds.includes(participantId);
		if (room.allowedParticipantIds.length > 0 && !known) {
			throw new RoomcastError('UNAUTHORIZED_REQUEST', `${participantId} is not among its allowedParticipantIds`);
		}
		// Nobody uses up what others join with, by rooms that are not there or are not for this token.
		this.#options.limits.join(caller);
		return {
			room,
			participantId,
			displayName: request.name?.trim() || 'Guest',
			permissions: caller.permissions,
			credentials: {
				tokenHash: caller.tokenHash,
				expired: caller.expired,
				named: caller.participantId === participantId,
				mustAsk: caller.permissions.includes('ask_join'),
				ticketHash: hashed(request.ticket),
				resumeHash: hashed(request.resumeToken),
			},
		};
	}
}

function hashed(secret: string | undefined): string | undefined {
	return secret === undefined ? undefined : secretHash(secret);
}

/** The id that the token fixes, else the one asked for, else a new one. */
function participantIdFor(caller: Pick<JoiningCaller, 'participantId'>, asked: string | undefined): string {
	if (caller.participantId !== undefined && asked !== undefined && asked !== caller.participantId) {
		throw new RoomcastError('UNAUTHORIZED_PARTCIPANT_ID', `it is for ${caller.participantId}, not for ${asked}`);
	}
	return caller.participantId ?? asked ?? randomBytes(15).toString('base64url').replaceAll('-', '~');
}
