import { MAX_STORE_VALUE, RoomcastError } from '@roomcast/contract';
import type { HostParticipant } from './HostParticipant.ts';

/** Keys of one session. */
const MAX_KEYS = 1000;
/** Keys that one participant may observe at a time; they need not have a value. */
const MAX_OBSERVED = 1000;

/** Small values that everybody in a session shares. They end with it. */
export class RealtimeStore {
	readonly #values = new Map<string, unknown>();
	readonly #observers = new Map<string, Set<HostParticipant>>();
	/** The same the other way round. */
	readonly #observed = new Map<HostParticipant, Set<string>>();

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
			throw new RoomcastError('FAILED_TO_SET_VALUE', `a session can have at most ${MAX_KEYS} keys`);
		} else this.#values.set(key, value);
		const data = JSON.stringify({ key, value: value ?? null, updatedBy: by.participantId });
		for (const observer of this.#observers.get(key) ?? []) observer.notifySerialized('store-changed', data);
	}

	/**
	 * Returns the value now; changes are sent from then on.
	 *
	 * @throws RoomcastError FAILED_TO_GET_VALUE
	 */
	observe(key: string, observer: HostParticipant): unknown {
		const keys = this.#observed.get(observer) ?? new Set();
		if (!keys.has(key) && keys.size >= MAX_OBSERVED)
			throw new RoomcastError('FAILED_TO_GET_VALUE', `${MAX_OBSERVED} keys may be observed at a time`);
		this.#observed.set(observer, keys.add(key));
		const observers = this.#observers.get(key) ?? new Set();
		this.#observers.set(key, observers.add(observer));
		return this.get(key);
	}

	unobserve(key: string, observer: HostParticipant): void {
		this.#observed.get(observer)?.delete(key);
		const observers = this.#observers.get(key);
		observers?.delete(observer);
		if (observers?.size === 0) this.#observers.delete(key);
	}

	/** The participant has left. */
	forget(participant: HostParticipant): void {
		for (const key of this.#observed.get(participant) ?? []) this.unobserve(key, participant);
		this.#observed.delete(participant);
	}
}
