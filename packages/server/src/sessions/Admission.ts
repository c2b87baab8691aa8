import { randomBytes } from 'node:crypto';
import { type Mode, type Permission, type RequestData, RoomcastError } from '@roomcast/contract';
import type { HostParticipantOptions } from './host/HostParticipant.ts';

/** What of a verified token counts at the door. */
export interface JoiningCaller {
	readonly keyId: string;
	readonly permissions: readonly Permission[];
	readonly roomId?: string | undefined;
	readonly participantId?: string | undefined;
}

/** What of a room counts at the door. */
export interface JoinableRoom {
	/** Document id. */
	readonly id: string;
	readonly roomId: string;
	readonly customRoomId: string | null;
	readonly keyId: string;
	readonly disabled: boolean;
	readonly allowedParticipantIds: readonly string[];
}

export interface AdmissionOptions {
	/** Verifies a token for joining; throws RoomcastError. */
	authenticate(token: string): Promise<JoiningCaller>;
	/** The room of that key with that `id`, `roomId` or `customRoomId`. */
	findRoom(keyId: string, reference: string): Promise<JoinableRoom | undefined>;
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
	 * @returns the room, and who the participant will be
	 * @throws RoomcastError the errors of a token, UNAUTHORIZED_MEETING_ID, UNAUTHORIZED_PARTCIPANT_ID,
	 *   INVALID_MEETING_ID, MEETING_ID_DISABLED, UNAUTHORIZED_REQUEST, VALIDATION_FAILED
	 */
	async admit(request: RequestData<'join'>): Promise<{ room: JoinableRoom; participant: HostParticipantOptions }> {
		const caller = await this.#options.authenticate(request.token);
		const participantId = participantIdFor(caller, request.participantId);
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
		if (room.allowedParticipantIds.length > 0 && !room.allowedParticipantIds.includes(participantId)) {
			throw new RoomcastError('UNAUTHORIZED_REQUEST', `${participantId} is not among its allowedParticipantIds`);
		}
		const mode: Mode = request.mode ?? 'SEND_AND_RECV';
		if (mode !== 'SIGNALLING_ONLY' && request.rtpCapabilities === undefined) {
			throw new RoomcastError('VALIDATION_FAILED', `data.rtpCapabilities is needed in mode ${mode}`);
		}
		const displayName = request.name?.trim() || 'Guest';
		return {
			room,
			participant: {
				participantId,
				displayName,
				mode,
				metaData: request.metaData ?? {},
				permissions: caller.permissions,
				rtpCapabilities: request.rtpCapabilities ?? {},
			},
		};
	}
}

/** The id that the token fixes, else the one asked for, else a new one. */
function participantIdFor(caller: JoiningCaller, asked: string | undefined): string {
	if (caller.participantId !== undefined && asked !== undefined && asked !== caller.participantId) {
		throw new RoomcastError('UNAUTHORIZED_PARTCIPANT_ID', `it is for ${caller.participantId}, not for ${asked}`);
	}
	return caller.participantId ?? asked ?? randomBytes(6).toString('base64url').replaceAll('-', '~');
}
