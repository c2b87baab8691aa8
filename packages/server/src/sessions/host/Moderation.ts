import { type LeaveReasonName, type Mode, type PinState, type RequestData, RoomcastError } from '@roomcast/contract';
import type { ProducerAppData } from '../../media/ProducerAppData.ts';
import type { HostParticipant } from './HostParticipant.ts';
import type { EntryDecision } from './WaitingRoom.ts';

/** What moderation needs of the session: the deeds, without a question who may. */
export interface ModeratedSession {
	participant(participantId: string): HostParticipant | undefined;
	remove(participant: HostParticipant, reason: LeaveReasonName): void;
	end(reason: LeaveReasonName): void;
	changeMode(participant: HostParticipant, mode: Mode): void;
	setPin(participant: HostParticipant, state: PinState, by: HostParticipant): void;
	answerEntry(participantId: string, decision: EntryDecision): Promise<void>;
}

/** What one participant may do to others, enforced here and nowhere else. */
export class Moderation {
	readonly #session: ModeratedSession;

	constructor(session: ModeratedSession) {
		this.#session = session;
	}

	/** @throws RoomcastError INVALID_PERMISSIONS, PARTICIPANT_NOT_FOUND */
	remove(by: HostParticipant, participantId: string): void {
		needModerator(by, 'removing a participant');
		this.#session.remove(this.#participant(participantId), 'REMOVE_PEER');
	}

	/** @throws RoomcastError INVALID_PERMISSIONS */
	end(by: HostParticipant): void {
		needModerator(by, 'ending a session');
		this.#session.end('REMOVE_ALL');
	}

	/**
	 * Off happens here, at once; on is a question to the participant.
	 *
	 * @throws RoomcastError INVALID_PERMISSIONS, PARTICIPANT_NOT_FOUND
	 */
	async setMedia(by: HostParticipant, request: RequestData<'set-participant-media'>): Promise<void> {
		const { participantId, kind, enabled } = request;
		needModerator(by, `switching the ${kind} of somebody else`);
		const target = this.#participant(participantId);
		if (enabled) {
			target.notify('media-requested', { kind, requestedBy: by.participantId });
			return;
		}
		const wanted = kind === 'mic' ? 'audio' : 'video';
		const producer = target.media?.producers.find(({ appData }) => (appData as ProducerAppData).kind === wanted);
		if (producer === undefined || target.media === undefined) return;
		if (kind === 'mic') await target.media.pauseProducer(producer.id);
		else target.media.closeProducer(producer.id);
		target.notify('media-disabled', { kind, disabledBy: by.participantId });
	}

	/** @throws RoomcastError INVALID_PERMISSIONS, PARTICIPANT_NOT_FOUND, CHANGE_MODE_FAILED */
	changeMode(by: HostParticipant, request: RequestData<'change-mode'>): void {
		const target = request.participantId === undefined ? by : this.#participant(request.participantId);
		if (target !== by) needModerator(by, 'changing the mode of somebody else');
		if (request.mode !== 'SIGNALLING_ONLY' && target.rtpCapabilities.codecs === undefined) {
			throw new RoomcastError('CHANGE_MODE_FAILED', `${target.participantId} joined without rtpCapabilities`);
		}
		if (target.mode !== request.mode) this.#session.changeMode(target, request.mode);
	}

	/** @throws RoomcastError PARTICIPANT_NOT_FOUND */
	pin(by: HostParticipant, request: RequestData<'set-pin'>): void {
		const target = this.#participant(request.participantId);
		const state: PinState = { cam: request.cam ?? target.pin.cam, share: request.share ?? target.pin.share };
		this.#session.setPin(target, state, by);
	}

	/**
	 * Lets somebody in, or not.
	 *
	 * @throws RoomcastError INVALID_PERMISSIONS, RESPOND_ENTRY_FAILED
	 */
	async respondEntry(by: HostParticipant, request: RequestData<'respond-entry'>): Promise<void> {
		if (!by.permissions.includes('allow_join')) {
			throw new RoomcastError('INVALID_PERMISSIONS', 'letting somebody in needs allow_join');
		}
		await this.#session.answerEntry(request.participantId, request.decision);
	}

	#participant(participantId: string): HostParticipant {
		const participant = this.#session.participant(participantId);
		if (participant === undefined) throw new RoomcastError('PARTICIPANT_NOT_FOUND', participantId);
		return participant;
	}
}

function needModerator(by: HostParticipant, what: string): void {
	if (!by.permissions.includes('allow_mod')) throw new RoomcastError('INVALID_PERMISSIONS', `${what} needs allow_mod`);
}
