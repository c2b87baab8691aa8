import type { Mode } from '@roomcast/contract';
import type { Credentials } from './Credentials.ts';
import { leastMode } from './modes.ts';

/** What a moderator decided about somebody, held against one thing that they came with. */
export interface Sanction {
	readonly kind: 'participant' | 'token' | 'ticket';
	/** The participant id, or the hash of the token or of the ticket. */
	readonly value: string;
	/** How they may take part at most; null: not at all, they were removed. */
	readonly mode: Mode | null;
}

/** Whom a sanction is held against. */
export interface Sanctioned {
	readonly participantId: string;
	readonly credentials: Credentials;
}

/**
 * What moderators decided for as long as the session lasts: who was removed, and who may not send. Another id is chosen
 * quickly, so it is held against the token and the ticket as well; against a token that only asks it is not, because
 * others have the same.
 */
export class Sanctions {
	readonly #modes = new Map<string, Sanction>();

	/** @param sanctions those of before a server died */
	constructor(sanctions: Iterable<Sanction> = []) {
		for (const sanction of sanctions) this.#modes.set(keyOf(sanction), sanction);
	}

	get all(): readonly Sanction[] {
		return [...this.#modes.values()];
	}

	/** Whether somebody was removed, by id, token or ticket. */
	removed(who: Sanctioned): boolean {
		return this.#against(who).some(({ mode }) => mode === null);
	}

	/** How somebody may take part at most. */
	modeFor(who: Sanctioned): Mode {
		return leastMode(this.#against(who).flatMap(({ mode }) => mode ?? []));
	}

	/**
	 * Holds something against somebody, instead of what was held before.
	 *
	 * @param mode how they may take part at most: null not at all, `SEND_AND_RECV` in any way
	 * @returns what is new
	 */
	set(who: Sanctioned, mode: Mode | null): readonly Sanction[] {
		const sanctions = targetsOf(who).map((target) => ({ ...target, mode }));
		for (const sanction of sanctions) {
			if (mode === 'SEND_AND_RECV') this.#modes.delete(keyOf(sanction));
			else this.#modes.set(keyOf(sanction), sanction);
		}
		return sanctions;
	}

	#against(who: Sanctioned): Sanction[] {
		return targetsOf(who).flatMap((target) => this.#modes.get(keyOf(target)) ?? []);
	}
}

function targetsOf({ participantId, credentials }: Sanctioned): Omit<Sanction, 'mode'>[] {
	const { mustAsk, tokenHash, ticketHash } = credentials;
	const id = { kind: 'participant', value: participantId } as const;
	if (!mustAsk) return [id, { kind: 'token', value: tokenHash }];
	return ticketHash === undefined ? [id] : [id, { kind: 'ticket', value: ticketHash }];
}

const keyOf = ({ kind, value }: Omit<Sanction, 'mode'>) => `${kind} ${value}`;
