import type { Codec } from '@roomcast/contract/composer/track';
import type { TrackKind } from '@roomcast/contract/tracks';
import { describeTrack } from '@roomcast/testing/media/describeTrack';
import type { Inputs, InputsObserver } from '../../src/inputs/inputs.ts';
import type { TrackInput } from '../../src/inputs/track-input.ts';
import type { CodedFrame } from './coded.ts';

/** The inputs of a composer on a clock that the test turns: who records hears of frames as if they had come. */
export class FakeRoom {
	readonly startMs = performance.now();
	readonly participant = { id: 'p1', cameraOff: true, muted: false };
	/** Key frames that were asked for. */
	keyFrameRequests = 0;
	/** Time until which everything has come, ms from the start. */
	nowMs = 0;
	readonly #observers = new Set<InputsObserver>();
	#tracks: TrackInput[] = [];

	/** As recorders take it. */
	get inputs(): Inputs {
		const room = this;
		return {
			get tracks() {
				return room.#tracks;
			},
			participants: [this.participant],
			track: (_: string, kind: TrackKind) => room.#tracks.findLast(({ description }) => description.kind === kind),
			readAll: async () => room.startMs + room.nowMs,
			observe: (observer: InputsObserver) => {
				this.#observers.add(observer);
				return () => this.#observers.delete(observer);
			},
		} as unknown as Inputs;
	}

	add(codec: Codec, kind: TrackKind): TrackInput {
		const description = describeTrack(codec, kind);
		const input = {
			id: description.trackId,
			description,
			isVideo: codec !== 'opus',
			requestKeyFrame: () => {
				this.keyFrameRequests += 1;
			},
		} as unknown as TrackInput;
		this.#tracks.push(input);
		if (kind === 'video') this.participant.cameraOff = false;
		for (const observer of this.#observers) observer.trackAdded?.(input);
		return input;
	}

	remove(input: TrackInput): void {
		this.#tracks = this.#tracks.filter((one) => one !== input);
		for (const observer of this.#observers) observer.trackRemoved?.(input);
	}

	/** A frame has come. @param atMs when it happened, ms from the start */
	send(input: TrackInput, coded: CodedFrame, atMs: number, rotation = 0): void {
		const localMs = this.startMs + atMs;
		const rest = { timestamp: 0, extendedTimestamp: 0, arrivedMs: localMs, lossBefore: false };
		for (const observer of this.#observers) observer.frame?.(input, { ...coded, ...rest, localMs, rotation });
	}

	/** Advances time for everything that waits for it. @param toMs from the start */
	async pass(toMs: number): Promise<void> {
		this.nowMs = toMs;
		// Recorders look for what is missing each tenth of a second.
		await new Promise((resolve) => setTimeout(resolve, 250));
	}
}
