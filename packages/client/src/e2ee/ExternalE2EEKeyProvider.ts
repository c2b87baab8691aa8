import { MeetingError } from '../errors/MeetingError.ts';
import { Emitter } from '../events/Emitter.ts';

/** Fewest bytes of a key that is not a passphrase. */
const LEAST_BYTES = 16;

/** Options of {@link ExternalE2EEKeyProvider}. */
export interface E2EEKeyProviderOptions {
	/** Accepted for compatibility: frames name their key, so that receivers need not try later ones. */
	ratchetWindowSize?: number;
	/** How many frames in a row may fail with a key before receivers ignore it; −1 (when not given) for any number. */
	failureTolerance?: number;
	/** Accepted for compatibility: nothing is ever sent or played before there is a key, whatever it says. */
	discardFrameWhenCryptorNotReady?: boolean;
}

/** A key, and whose media it is for. @internal */
export interface ProvidedKey {
	/** Null: of everybody who has none of their own. */
	readonly participantId: string | null;
	readonly key: string | Uint8Array<ArrayBuffer>;
}

/** Holds the keys of end-to-end encrypted meetings, as apps get them to each other. They never leave the browser. */
export class ExternalE2EEKeyProvider {
	/** @internal */
	readonly options: Readonly<E2EEKeyProviderOptions>;
	readonly #keys = new Map<string | null, ProvidedKey['key']>();
	readonly #events = new Emitter<{ key: [ProvidedKey] }>();

	constructor(options: E2EEKeyProviderOptions = {}) {
		this.options = { ...options };
	}

	/**
	 * Sets the key of everybody. While a meeting runs, what is sent is encrypted with it from the next frame on; what
	 * others still send with the key before it is decrypted for another minute.
	 *
	 * @param key a passphrase, or at least 16 random bytes
	 * @throws MeetingError 3073 for one that is empty or too short
	 */
	async setSharedKey(key: string | ArrayBuffer): Promise<void> {
		this.#set(null, key);
	}

	/**
	 * Sets the key of one participant, oneself or another: nobody else can send in their name. Roomcast's own.
	 *
	 * @throws as {@link setSharedKey}
	 */
	async setKey(participantId: string, key: string | ArrayBuffer): Promise<void> {
		this.#set(participantId, key);
	}

	/** What is set now, and every key that is set from now on. @returns ends that @internal */
	follow(listener: (key: ProvidedKey) => void): () => void {
		for (const [participantId, key] of this.#keys) listener({ participantId, key });
		this.#events.on('key', listener);
		return () => this.#events.off('key', listener);
	}

	#set(participantId: string | null, given: string | ArrayBuffer): void {
		// Copied: apps may overwrite their bytes at once.
		const key = typeof given === 'string' ? given : new Uint8Array(given).slice();
		if (typeof key === 'string' ? key === '' : key.length < LEAST_BYTES)
			throw MeetingError.of('ERROR_INVALID_PARAMETER', 'key is too short');
		this.#keys.set(participantId, key);
		this.#events.emit('key', { participantId, key });
	}
}
