import { MAX_STORE_VALUE } from '@roomcast/contract/signalling/pubsub';
import { MeetingError } from '../errors/MeetingError.ts';
import { orRefused } from '../errors/orRefused.ts';
import type { AnyListener } from '../events/Emitter.ts';
import { logger } from '../log/logger.ts';
import type { RequestOf } from '../signalling/Connection.ts';

/** A value that changed: null when it was removed. */
export interface StoreChange {
	value: string | null;
	/** Id of the participant who set it; empty when it changed while there was no connection. */
	updatedBy: string;
}

/** Called when an observed value changed. */
export type StoreObserver = (change: StoreChange) => void;

interface Observed {
	readonly observers: Map<string, StoreObserver>;
	/** The value as last reported. */
	value: unknown;
}

/** What is asked of the server. @internal */
export type StoreRequests = `store-${'set' | 'get' | 'observe' | 'unobserve'}`;

/** The name of {@link RealtimeStore} in the VideoSDK JavaScript SDK. */
export type realtimeStore = RealtimeStore;

/** Small values that everybody in a session shares: `meeting.realtimeStore`. They end with the session. */
export class RealtimeStore {
	readonly #request: RequestOf<StoreRequests>;
	readonly #joined: () => void;
	readonly #keys = new Map<string, Observed>();
	#nextId = 1;
	#closed = false;

	/** @internal @param joined throws when we are in no meeting */
	constructor(request: RequestOf<StoreRequests>, joined: () => void) {
		this.#request = request;
		this.#joined = joined;
	}

	/**
	 * Sets a value for everybody; null removes it.
	 *
	 * @param value at most 1 KB as JSON
	 * @throws MeetingError 3073 when something is not valid; 3072 when it is too large; 4045 when the server refused
	 */
	async setValue(key: string, value: string | null): Promise<void> {
		this.#joined();
		checkKey(key);
		if (value !== null && typeof value !== 'string')
			throw MeetingError.of('ERROR_INVALID_PARAMETER', `value is a ${typeof value}, allowed are a string and null`);
		const size = new TextEncoder().encode(JSON.stringify(value)).length;
		if (size > MAX_STORE_VALUE)
			throw MeetingError.of(
				'ERROR_PAYLOAD_TOO_LARGE',
				`the value has ${size} bytes of JSON, ${MAX_STORE_VALUE} are allowed`,
			);
		await orRefused(this.#request('store-set', { key, value }), 'FAILED_TO_SET_VALUE');
	}

	/**
	 * Reads a value.
	 *
	 * @returns null when there is none
	 * @throws MeetingError 3073 when the key is not valid; 4046 when the server refused
	 */
	async getValue(key: string): Promise<string | null> {
		this.#joined();
		checkKey(key);
		const { value } = await orRefused(this.#request('store-get', { key }), 'FAILED_TO_GET_VALUE');
		return value as string | null;
	}

	/**
	 * Calls back when a value changes; also over breaks of the connection and in the next session of this meeting.
	 *
	 * @returns what {@link stopObserving} takes
	 * @throws MeetingError 3073 when something is not valid; 4085 when the server refused
	 */
	observe(key: string, callback: StoreObserver): Promise<string>;
	observe(key: string, callback: AnyListener): Promise<string>;
	async observe(key: string, callback: AnyListener): Promise<string> {
		this.#joined();
		checkKey(key);
		if (typeof callback !== 'function') throw MeetingError.of('ERROR_INVALID_PARAMETER', 'callback is not a function');
		const known = this.#keys.get(key);
		const observed: Observed = known ?? { observers: new Map(), value: null };
		this.#keys.set(key, observed);
		const id = `observer-${this.#nextId++}`;
		observed.observers.set(id, callback);
		try {
			if (!known) {
				const { value } = await orRefused(this.#request('store-observe', { key }), 'FAILED_TO_OBSERVE_VALUE');
				observed.value = value;
			}
		} catch (error) {
			this.#keys.delete(key);
			throw error;
		}
		return id;
	}

	/**
	 * Ends what `observe` began.
	 *
	 * @throws MeetingError 3073 for an id that is not known; 4086 when the server refused
	 */
	async stopObserving(observerId: string): Promise<void> {
		// What is over observes nothing: components clean up after it.
		if (this.#closed) return;
		this.#joined();
		const found = [...this.#keys].find(([, { observers }]) => observers.has(observerId));
		if (!found) throw MeetingError.of('ERROR_INVALID_PARAMETER', `there is no observer "${observerId}"`);
		const [key, { observers }] = found;
		observers.delete(observerId);
		if (observers.size > 0) return;
		this.#keys.delete(key);
		await orRefused(this.#request('store-unobserve', { key }), 'FAILED_TO_STOP_OBSERVING_VALUE');
	}

	/** @internal */
	handleChanged(key: string, value: unknown, updatedBy: string): void {
		const observed = this.#keys.get(key);
		if (!observed) return;
		observed.value = value;
		for (const observer of [...observed.observers.values()]) {
			try {
				observer({ value: value as string | null, updatedBy });
			} catch (error) {
				logger.error(`An observer of "${key}" threw`, error);
			}
		}
	}

	/** @internal There is a new session, which knows of no observer. A value that changed meanwhile is reported. */
	handleNewSession(): void {
		for (const [key, observed] of this.#keys) {
			this.#request('store-observe', { key }).then(
				({ value }) => {
					if (JSON.stringify(value) !== JSON.stringify(observed.value)) this.handleChanged(key, value, '');
				},
				(error) => logger.warn(`The value "${key}" could not be observed again`, error),
			);
		}
	}

	/** @internal */
	close(): void {
		this.#closed = true;
		this.#keys.clear();
	}
}

function checkKey(key: string): void {
	if (typeof key !== 'string' || key === '' || key.length > 128)
		throw MeetingError.of('ERROR_INVALID_PARAMETER', `key is ${JSON.stringify(key)}, allowed are 1 to 128 characters`);
}
