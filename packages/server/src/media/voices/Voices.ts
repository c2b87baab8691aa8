import { EventEmitter } from 'node:events';
import { type Level, SpeakerChoice } from './SpeakerChoice.ts';
import { INTERVAL, MOST, type VoiceMeter } from './VoiceMeter.ts';

/** How long everybody must be silent before nobody is the speaker, in ms. */
const SILENCE_AFTER = 1500;
/** Looks between two checks of what mediasoup can measure: 5 s. */
const RECHECK = 20;

export interface VoicesEvents {
	/** Who speaks now. */
	speaker: [participantId: string | null];
	/** Loudness of those who are heard, in dBov (−127 to 0), loudest first. */
	levels: [readonly Level[]];
}

/** Who of a room is heard, and who speaks: decided in one place, whichever routers they send to. */
export class Voices extends EventEmitter<VoicesEvents> {
	readonly #choice = new SpeakerChoice();
	readonly #meters = new Set<VoiceMeter>();
	#timer: NodeJS.Timeout | undefined;
	#looks = 0;
	#speaker: string | null = null;
	#silentSince: number | undefined;
	#told = false;

	/** Who speaks now. */
	get speaker(): string | null {
		return this.#speaker;
	}

	/** Hears those of another router, too. */
	add(meter: VoiceMeter): void {
		this.#meters.add(meter);
		meter.on('quiet', (participantId) => this.forget(participantId));
		this.#timer ??= setInterval(() => this.#look(), INTERVAL);
	}

	/** Hears nothing of a router any more. */
	remove(meter: VoiceMeter): void {
		this.#meters.delete(meter);
		meter.removeAllListeners('quiet');
	}

	/** Somebody does not speak any more: muted, or gone. */
	forget(participantId: string): void {
		this.#choice.forget(participantId);
		this.#speak();
	}

	close(): void {
		clearInterval(this.#timer);
	}

	#look(): void {
		const now = performance.now();
		const levels = this.#levels();
		if (++this.#looks % RECHECK === 0) for (const meter of this.#meters) meter.recheck();
		if (levels.length > 0 || this.#told) this.emit('levels', levels);
		this.#told = levels.length > 0;
		if (levels.length > 0) this.#silentSince = undefined;
		else this.#silentSince ??= now;
		if (this.#silentSince !== undefined && now - this.#silentSince >= SILENCE_AFTER) this.#choice.forget(null);
		this.#choice.look(levels, now);
		this.#speak();
	}

	#levels(): Level[] {
		return [...this.#meters]
			.flatMap((meter) => [...meter.take()])
			.map(([participantId, volume]) => ({ participantId, volume }))
			.toSorted((one, other) => other.volume - one.volume)
			.slice(0, MOST);
	}

	#speak(): void {
		const { speaker } = this.#choice;
		if (this.#speaker === speaker) return;
		this.#speaker = speaker;
		this.emit('speaker', speaker);
	}
}
