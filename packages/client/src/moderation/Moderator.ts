import type { Mode } from '../contract/types.ts';
import type { ClientErrorName } from '../errors/clientErrors.ts';
import { MeetingError } from '../errors/MeetingError.ts';
import { orRefused } from '../errors/orRefused.ts';
import type { RequestOf } from '../signalling/Connection.ts';
import type { PinType } from './types.ts';

const PINS: Record<PinType, { cam?: true; share?: true }> = {
	SHARE_AND_CAM: { cam: true, share: true },
	CAM: { cam: true },
	SHARE: { share: true },
};

const MODES: readonly Mode[] = ['SEND_AND_RECV', 'SIGNALLING_ONLY', 'RECV_ONLY'];

const MEDIA_FAILED: Record<'mic' | 'webcam', { on: ClientErrorName; off: ClientErrorName }> = {
	mic: { on: 'ENABLE_PARTICIPANT_MIC_FAILED', off: 'DISABLE_PARTICIPANT_MIC_FAILED' },
	webcam: { on: 'ENABLE_PARTICIPANT_WEBCAM_FAILED', off: 'DISABLE_PARTICIPANT_WEBCAM_FAILED' },
};

/** What is asked of the server. @internal */
export type ModeratorRequests = 'remove-participant' | 'set-participant-media' | 'set-pin' | 'change-mode';

/** What one participant asks the server to do to others. Who may do what is the server's to decide. */
export class Moderator {
	readonly #request: RequestOf<ModeratorRequests>;

	constructor(request: RequestOf<ModeratorRequests>) {
		this.#request = request;
	}

	/** @throws MeetingError 4066 */
	async remove(participantId: string): Promise<void> {
		await orRefused(this.#request('remove-participant', { participantId }), 'REMOVE_PARTICIPANT_FAILED');
	}

	/** @throws MeetingError 4067 to 4070 */
	async setMedia(participantId: string, kind: 'mic' | 'webcam', enabled: boolean): Promise<void> {
		const failed = MEDIA_FAILED[kind][enabled ? 'on' : 'off'];
		await orRefused(this.#request('set-participant-media', { participantId, kind, enabled }), failed);
	}

	/** @throws MeetingError 3073 for another word; 4071 or 4072 */
	async setPin(participantId: string, type: PinType, pinned: boolean): Promise<void> {
		if (!Object.hasOwn(PINS, type))
			throw MeetingError.of(
				'ERROR_INVALID_PARAMETER',
				`type is "${type}", allowed are ${Object.keys(PINS).join(', ')}`,
			);
		const { cam, share } = PINS[type];
		const state = { ...(cam ? { cam: pinned } : {}), ...(share ? { share: pinned } : {}) };
		await orRefused(this.#request('set-pin', { participantId, ...state }), pinned ? 'PIN_FAILED' : 'UNPIN_FAILED');
	}

	/** @throws MeetingError 3067 for another word; 4065 */
	async changeMode(participantId: string, mode: Mode): Promise<void> {
		if (!MODES.includes(mode))
			throw MeetingError.of('ERROR_INVALID_MODE', `mode is "${mode}", allowed are ${MODES.join(', ')}`);
		await orRefused(this.#request('change-mode', { participantId, mode }), 'CHANGE_MODE_FAILED');
	}
}
