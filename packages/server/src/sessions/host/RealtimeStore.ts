import { MAX_STORE_VALUE, RoomcastError } from '@roomcast/contract';
import type { HostParticipant } from './HostParticipant.ts';

/** Keys of one session. */
const MAX_KEYS = 1000;

/** Small values that everybody in a session shares. They end with it. */
export class RealtimeStore {
	readonly #values = new Map<string, unknown>();
	readonly #observers = new Map<string, Set<HostParticipant>>();

	/** Null when there is none. */
	get(key: string): unknown {
		return this.#values.get(key) ?? null;
	}

	/**
	 * Sets or, with null, removes a value and tells those who observe it.
	 *
	 * @throws RoomcastError PAYLOAD_TOO_LARGE, FAILED_TO_SET_VALUE
	 */
	set(key: string, value: unknown, by: HostParticipant): void {
		const size = Buffer.byteLength(JSON.stringify(value ?? null));
		if (size > MAX_STORE_VALUE) {
			throw new RoomcastError(
				'PAYLOAD_TOO_LARGE',
				`the value has ${size} bytes of JSON, ${MAX_STORE_VALUE} are allowed`,
			);
		}
		if (value === null || value === undefined) this.#values.delete(key);
		else if (!this.#values.has(key) && this.#values.size >= MAX_KEYS) {
			throw new RoomcastError('FAILED_TO_SET_VALUE', `a session holds at most ${MAX_KEYS} keys`);
		} else this.#values.set(key, value);
		const data = JSON.stringify({ key, value: value ?? null, updatedBy: by.participantId });
		for (const observer of this.#observers.get(key) ?? []) observer.notifySerialized('store-changed', data);
	}

	/** Returns the value now; changes are told from now on. */
	observe(key: string, observer: HostParticipant): unknown {
		const observers = this.#observers.get(key) ?? new Set();
		this.#observers.set(key, observers.add(observer));
		return this.get(key);
	}

	unobserve(key: string, observer: HostParticipant): void {
		const observers = this.#observers.get(key);
		observers?.delete(observer);
		if (observers?.size === 0) this.#observers.delete(key);
	}

	/** The participant has left. */
	forget(participant: HostParticipant): void {
		for (const key of [...this.#observers.keys()]) this.unobserve(key, participant);
	}
}
