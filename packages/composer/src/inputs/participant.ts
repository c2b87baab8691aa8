import type { ParticipantState } from '@roomcast/contract/composer/track';
import { SenderClock } from '../clock/sender-clock.ts';

/** Someone in the room, as a layout shows them. */
export class Participant {
	readonly id: string;
	/** Shared by the participant's tracks. */
	readonly clock = new SenderClock();
	/** Order of joining: layouts keep people in their places. */
	readonly order: number;
	name = '';
	muted = false;
	cameraOff = false;
	speaking = false;
	pinned = false;
	/** When the participant last began to speak, local monotonic ms; 0 for never. */
	spokeMs = 0;

	constructor(id: string, order: number) {
		this.id = id;
		this.order = order;
	}

	/** Takes over what the message says. @returns whether anything a picture shows has changed */
	update(state: ParticipantState, nowMs: number): boolean {
		const before = JSON.stringify([this.name, this.muted, this.cameraOff, this.speaking, this.pinned]);
		if (state.speaking && !this.speaking) this.spokeMs = nowMs;
		this.name = state.name ?? this.name;
		this.muted = state.muted ?? this.muted;
		this.cameraOff = state.cameraOff ?? this.cameraOff;
		this.speaking = state.speaking ?? this.speaking;
		this.pinned = state.pinned ?? this.pinned;
		return before !== JSON.stringify([this.name, this.muted, this.cameraOff, this.speaking, this.pinned]);
	}
}
