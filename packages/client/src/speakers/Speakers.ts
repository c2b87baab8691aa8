import type { StreamKind } from '../contract/types.ts';
import { Emitter } from '../events/Emitter.ts';

/** Events of a {@link Speakers}. */
export interface SpeakersEvents {
	speaker: [participantId: string | null];
	presenter: [participantId: string | null];
	main: [participantId: string];
}

/** Who is in front: who speaks, who presents, and who of them is the main participant. */
export class Speakers extends Emitter<SpeakersEvents> {
	#speaker: string | null = null;
	#lastSpeaker: string | null = null;
	/** In the order in which they began to share. */
	readonly #presenters = new Set<string>();
	readonly #everybody = new Set<string>();
	#local = '';
	#presenter: string | null = null;
	#main = '';

	get activeSpeakerId(): string | null {
		return this.#speaker;
	}

	get activePresenterId(): string | null {
		return this.#presenter;
	}

	/** Who presents, else who of the others spoke last, else the first one who came, else the local participant. */
	get mainParticipantId(): string | null {
		return this.#main || null;
	}

	handleLocal(participantId: string): void {
		this.#local = participantId;
		this.#refresh();
	}

	handleJoined(participantId: string): void {
		this.#everybody.add(participantId);
		this.#refresh();
	}

	handleLeft(participantId: string): void {
		this.#everybody.delete(participantId);
		this.#presenters.delete(participantId);
		if (this.#lastSpeaker === participantId) this.#lastSpeaker = null;
		if (this.#speaker === participantId) this.handleSpeaker(null);
		this.#refresh();
	}

	handleSpeaker(participantId: string | null): void {
		if (this.#speaker === participantId) return;
		this.#speaker = participantId;
		// Nobody wants to look at themselves because they speak.
		if (participantId !== this.#local) this.#lastSpeaker = participantId ?? this.#lastSpeaker;
		this.emit('speaker', participantId);
		this.#refresh();
	}

	handleStatus(participantId: string, kind: StreamKind, on: boolean): void {
		if (kind !== 'share') return;
		if (on) this.#presenters.add(participantId);
		else this.#presenters.delete(participantId);
		this.#refresh();
	}

	#refresh(): void {
		const presenter = [...this.#presenters].at(-1) ?? null;
		if (presenter !== this.#presenter) {
			this.#presenter = presenter;
			this.emit('presenter', presenter);
		}
		const [first] = this.#everybody;
		const main = presenter ?? this.#lastSpeaker ?? first ?? this.#local;
		if (main === this.#main) return;
		this.#main = main;
		this.emit('main', main);
	}
}
