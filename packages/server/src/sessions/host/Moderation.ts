import {
	type LeaveReasonName,
	type Mode,
	may,
	type PinState,
	type RequestData,
	RoomcastError,
} from '@roomcast/contract';
import type { ProducerAppData } from '../../media/ProducerAppData.ts';
import { authorize } from '../../policy/authorize.ts';
import type { HostParticipant } from './HostParticipant.ts';
import { exceeds } from './modes.ts';
import type { EntryDecision } from './WaitingRoom.ts';

/** What moderation needs of the session: the deeds, without a question who may. */
export interface ModeratedSession {
	participant(participantId: string): HostParticipant | undefined;
	/** Throws a participant out, who stays out. Resolves as `limitMode`. */
	expel(participant: HostParticipant, reason: LeaveReasonName): Promise<void>;
	end(reason: LeaveReasonName): void;
	changeMode(participant: HostParticipant, mode: Mode): void;
	/** Resolves when it outlives the server, or could not be written yet. */
	limitMode(participant: HostParticipant, mode: Mode): Promise<void>;
	setPin(participant: HostParticipant, state: PinState, by: HostParticipant): void;
	answerEntry(participantId: string, decision: EntryDecision): Promise<void>;
}

/** What participants do to others. Whether they may is asked of the policy, with each request. */
export class Moderation {
	readonly #session: ModeratedSession;

	constructor(session: ModeratedSession) {
		this.#session = session;
	}

	/** @throws RoomcastError PARTICIPANT_NOT_FOUND */
	async remove(participantId: string): Promise<void> {
		await this.#session.expel(this.#participant(participantId), 'REMOVE_PEER');
	}

	end(): void {
		this.#session.end('REMOVE_ALL');
	}

	/**
	 * Off happens here, at once; on is a question to the participant.
	 *
	 * @throws RoomcastError PARTICIPANT_NOT_FOUND
	 */
	async setMedia(by: HostParticipant, request: RequestData<'set-participant-media'>): Promise<void> {
		const { participantId, kind, enabled } = request;
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

	/**
	 * What a moderator says of somebody else holds: they may choose to take part less, not more.
	 *
	 * @throws RoomcastError INVALID_PERMISSIONS, PARTICIPANT_NOT_FOUND, CHANGE_MODE_FAILED
	 */
	async changeMode(by: HostParticipant, request: RequestData<'change-mode'>): Promise<void> {
		const target = request.participantId === undefined ? by : this.#participant(request.participantId);
		if (target !== by) authorize('call.change-mode-of-others', by);
		if (request.mode === 'SEND_AND_RECV') needSender(target, by);
		if (request.mode !== 'SIGNALLING_ONLY' && target.rtpCapabilities.codecs === undefined) {
			throw new RoomcastError('CHANGE_MODE_FAILED', `${target.participantId} joined without rtpCapabilities`);
		}
		const limited = exceeds(request.mode, target.modeLimit);
		if (limited && !may('call.change-mode-of-others', by))
			throw new RoomcastError(
				'CHANGE_MODE_FAILED',
				`a moderator set the mode of ${by.participantId} to ${by.modeLimit}`,
			);
		if (target.mode !== request.mode) this.#session.changeMode(target, request.mode);
		if (target !== by || limited) await this.#session.limitMode(target, request.mode);
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
	 * @throws RoomcastError RESPOND_ENTRY_FAILED
	 */
	async respondEntry(request: RequestData<'respond-entry'>): Promise<void> {
		await this.#session.answerEntry(request.participantId, request.decision);
	}

	#participant(participantId: string): HostParticipant {
		const participant = this.#session.participant(participantId);
		if (participant === undefined) throw new RoomcastError('PARTICIPANT_NOT_FOUND', participantId);
		return participant;
	}
}

/** Who was let in to watch is not made to send, by nobody. @throws RoomcastError INVALID_PERMISSIONS, CHANGE_MODE_FAILED */
function needSender(target: HostParticipant, by: HostParticipant): void {
	if (target === by) authorize('call.send', target);
	else if (!may('call.send', target))
		throw new RoomcastError(
			'CHANGE_MODE_FAILED',
			`the token of ${target.participantId} only lets it watch (\`allow_view\`)`,
		);
}
