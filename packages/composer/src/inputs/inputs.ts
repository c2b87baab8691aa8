import type { ParticipantState, TrackDescription } from '@roomcast/contract/composer/track';
import type { TrackKind } from '@roomcast/contract/tracks';
import type { RtpReceiver } from '../rtp/receiver.ts';
import { Participant } from './participant.ts';
import { type TimedFrame, TrackInput } from './track-input.ts';

/** A user of the room's media: recorders, the composition. */
export interface InputsObserver {
	frame?(input: TrackInput, frame: TimedFrame): void;
	trackAdded?(input: TrackInput): void;
	trackRemoved?(input: TrackInput): void;
	participantChanged?(participant: Participant): void;
	participantLeft?(participant: Participant): void;
	keyFrameRequested?(input: TrackInput): void;
}

/** Who is in the room and which tracks they send. */
export class Inputs {
	readonly #receiver: RtpReceiver;
	readonly #tracks = new Map<string, TrackInput>();
	readonly #participants = new Map<string, Participant>();
	readonly #observers = new Set<InputsObserver>();
	#joined = 0;

	constructor(receiver: RtpReceiver) {
		this.#receiver = receiver;
	}

	/** In the order of joining. */
	get participants(): Participant[] {
		return [...this.#participants.values()];
	}

	get tracks(): TrackInput[] {
		return [...this.#tracks.values()];
	}

	/** Resolves when all that has come is in. @returns until when that is known, local monotonic ms */
	readAll(): Promise<number> {
		return this.#receiver.readAll();
	}

	/** The newest track of a kind, where the participant sends one. */
	track(participantId: string, kind: TrackKind): TrackInput | undefined {
		return this.tracks.findLast(
			({ description }) => description.participantId === participantId && description.kind === kind,
		);
	}

	/** @returns takes the observer off again */
	observe(observer: InputsObserver): () => void {
		this.#observers.add(observer);
		return () => this.#observers.delete(observer);
	}

	addTrack(description: TrackDescription): void {
		this.removeTrack(description.trackId);
		const participant = this.#participant(description.participantId);
		const input = new TrackInput(this.#receiver, description, participant.clock, {
			frame: (from, frame) => this.#tell((observer) => observer.frame?.(from, frame)),
			keyFrameRequested: (from) => this.#tell((observer) => observer.keyFrameRequested?.(from)),
		});
		this.#tracks.set(description.trackId, input);
		this.#tell((observer) => observer.trackAdded?.(input));
	}

	/** A track that is not there is no error: it may have gone with its participant. */
	removeTrack(trackId: string): void {
		const input = this.#tracks.get(trackId);
		if (!input) return;
		this.#tracks.delete(trackId);
		input.close();
		this.#tell((observer) => observer.trackRemoved?.(input));
	}

	updateParticipant(state: ParticipantState): void {
		if (state.left) {
			this.#leave(state.participantId);
			return;
		}
		const known = this.#participants.has(state.participantId);
		const participant = this.#participant(state.participantId);
		const changed = participant.update(state, performance.now());
		if (changed || !known) this.#tell((observer) => observer.participantChanged?.(participant));
	}

	close(): void {
		for (const id of [...this.#tracks.keys()]) this.removeTrack(id);
		this.#observers.clear();
	}

	#leave(participantId: string): void {
		for (const input of this.tracks) if (input.description.participantId === participantId) this.removeTrack(input.id);
		const participant = this.#participants.get(participantId);
		if (!participant) return;
		this.#participants.delete(participantId);
		this.#tell((observer) => observer.participantLeft?.(participant));
	}

	#participant(id: string): Participant {
		let participant = this.#participants.get(id);
		if (!participant) {
			participant = new Participant(id, this.#joined++);
			this.#participants.set(id, participant);
		}
		return participant;
	}

	#tell(what: (observer: InputsObserver) => void): void {
		for (const observer of [...this.#observers]) what(observer);
	}
}
