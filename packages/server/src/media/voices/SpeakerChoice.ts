/** How loud somebody is, in dBov (−127 to 0). */
export interface Level {
	readonly participantId: string;
	readonly volume: number;
}

/** Louder than this is speech, and not a keyboard or a fan, in dBov. */
const SPEECH = -50;
/** By how much somebody who talks over the speaker is louder, in dB. */
const LOUDER = 6;
/** Looks in a row at which somebody has to be heard who is not clearly the one who speaks. */
const INSISTENCE = 3;
/** The speaker was not heard for so long: a look at least, in ms. */
const QUIET = 200;

/**
 * Chooses who speaks from who is heard. The first to talk in a silence is the speaker at once. The speaker stays while
 * heard, also over short interruptions, until another is clearly louder for a while.
 */
export class SpeakerChoice {
	#speaker: string | null = null;
	#heardAt = Number.NEGATIVE_INFINITY;
	#challenger: string | null = null;
	#looks = 0;

	/** Who speaks now. */
	get speaker(): string | null {
		return this.#speaker;
	}

	/**
	 * @param levels those who are heard now, the loudest first
	 * @param now monotonic ms
	 * @returns who speaks; who spoke last while nobody is heard
	 */
	look(levels: readonly Level[], now: number): string | null {
		const [loudest] = levels;
		if (loudest === undefined) return this.#speaker;
		const own = levels.find(({ participantId }) => participantId === this.#speaker);
		if (own !== undefined) this.#heardAt = now;
		if (loudest.participantId === this.#speaker) this.#challenger = null;
		else if (this.#takesOver(loudest, own, now)) this.#become(loudest.participantId, now);
		return this.#speaker;
	}

	/** Somebody cannot be the speaker any more: muted, or gone; null: nobody is. */
	forget(participantId: string | null): void {
		if (participantId !== null && participantId !== this.#speaker) return;
		this.#speaker = this.#challenger = null;
	}

	#takesOver(loudest: Level, own: Level | undefined, now: number): boolean {
		if (this.#speaker === null) return true;
		if (own === undefined && now - this.#heardAt >= QUIET && loudest.volume >= SPEECH) return true;
		if (own !== undefined && loudest.volume < own.volume + LOUDER) {
			this.#challenger = null;
			return false;
		}
		this.#looks = this.#challenger === loudest.participantId ? this.#looks + 1 : 1;
		this.#challenger = loudest.participantId;
		return this.#looks >= INSISTENCE;
	}

	#become(participantId: string, now: number): void {
		this.#speaker = participantId;
		this.#heardAt = now;
		this.#challenger = null;
	}
}
