import { RoomcastError } from '@roomcast/contract';

/** What of somebody who joins counts. */
interface Comer {
	readonly participantId: string;
	/** Whether it encrypts its media end to end. */
	readonly e2ee?: boolean | undefined;
	/** An encoder, which has no keys. */
	readonly publishOnly?: boolean | undefined;
}

/**
 * Whether a session is end-to-end encrypted: as its first participant says, for as long as it lasts. Those who encrypt and
 * those who do not are never in one session.
 */
export class EncryptionRule {
	#encrypted: boolean | undefined;

	get encrypted(): boolean {
		return this.#encrypted === true;
	}

	/**
	 * Whether somebody may be in.
	 *
	 * @throws RoomcastError E2EE_REQUIRED, E2EE_NOT_ENABLED; E2EE_NOT_SUPPORTED for an encoder
	 */
	check({ participantId, e2ee = false, publishOnly = false }: Comer): void {
		if (this.#encrypted === undefined || this.#encrypted === e2ee) return;
		if (!this.#encrypted) throw new RoomcastError('E2EE_NOT_ENABLED', `${participantId} would encrypt its media`);
		if (publishOnly) throw new RoomcastError('E2EE_NOT_SUPPORTED', 'an encoder would send its media in the clear');
		throw new RoomcastError('E2EE_REQUIRED', `${participantId} would send its media in the clear`);
	}

	/** Somebody is in. The first one decides. */
	joined({ e2ee = false }: Comer): void {
		this.#encrypted ??= e2ee;
	}
}
