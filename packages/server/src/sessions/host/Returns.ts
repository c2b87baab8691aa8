import type { Sanctioned } from './Sanctions.ts';

/** A seat that somebody had. Hashes are SHA-256, base64url. */
export interface TakenSeat {
	readonly participantId: string;
	/** Of the resume token that it was given. */
	readonly resumeHash: string;
	/** Of the token that it was taken with. */
	readonly tokenHash: string;
}

/** Latest seats that are kept for each participant: the answer to a join, with the latest resume token, may get lost. */
const KEPT = 4;

/**
 * Participants who may come back after the end of their token for as long as the session lasts: anyone who has the
 * resume token of the seat, and comes with the very token that it was taken with, so that nobody comes back with more
 * than they had.
 */
export class Returns {
	/** By participant, the latest last. */
	readonly #seats = new Map<string, TakenSeat[]>();

	/** @param seats those of before a server died, the latest last */
	constructor(seats: Iterable<TakenSeat> = []) {
		for (const seat of seats) this.add(seat);
	}

	get all(): readonly TakenSeat[] {
		return [...this.#seats.values()].flat();
	}

	/** Somebody took a seat. */
	add(seat: TakenSeat): void {
		const seats = [...(this.#seats.get(seat.participantId) ?? []), seat];
		this.#seats.set(seat.participantId, seats.slice(-KEPT));
	}

	/** Whether somebody shows what only who was in has. */
	has({ participantId, credentials: { resumeHash, tokenHash } }: Sanctioned): boolean {
		const seats = this.#seats.get(participantId) ?? [];
		return seats.some((seat) => seat.resumeHash === resumeHash && seat.tokenHash === tokenHash);
	}

	/** Somebody was removed. */
	forget(participantId: string): void {
		this.#seats.delete(participantId);
	}
}
