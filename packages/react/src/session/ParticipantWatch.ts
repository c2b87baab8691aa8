import type { Participant } from '@roomcast/client';
import type { StoreFamily } from '../store/StoreFamily.ts';
import { type ParticipantState, readParticipant } from './participantState.ts';
import { readStream, type StreamInfo } from './streamState.ts';

const EVENTS = ['stream-enabled', 'stream-disabled', 'media-status-changed'] as const;

/** Keeps the stores of one participant and its streams as the participant is. */
export class ParticipantWatch {
	readonly participant: Participant;
	readonly #participants: StoreFamily<ParticipantState>;
	readonly #streams: StoreFamily<StreamInfo>;
	/** Ids of its streams when they were last read. */
	#shown = new Set<string>();
	readonly #refresh = () => this.refresh();

	constructor(participant: Participant, participants: StoreFamily<ParticipantState>, streams: StoreFamily<StreamInfo>) {
		this.participant = participant;
		this.#participants = participants;
		this.#streams = streams;
		for (const event of EVENTS) participant.on(event, this.#refresh);
		this.refresh();
	}

	/** Reads everything again. */
	refresh(): void {
		const { participant } = this;
		for (const id of this.#shown) if (!participant.streams.has(id)) this.#streams.remove(id);
		this.#shown = new Set(participant.streams.keys());
		for (const stream of participant.streams.values()) this.#streams.set(stream.id, readStream(stream));
		this.#participants.set(participant.id, readParticipant(participant));
	}

	/** The participant is gone. */
	stop(): void {
		for (const event of EVENTS) this.participant.off(event, this.#refresh);
		for (const id of this.#shown) this.#streams.remove(id);
		this.#participants.remove(this.participant.id);
	}
}
