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
	/**
	 * URL of `roomcast-client.e2ee-worker.js`, on the origin of the page, for pages whose Content Security Policy does not
	 * allow `worker-src blob:`. Roomcast's own.
	 */
	workerUrl?: string;
}

/** A key, and whose media it is for. @internal */
export interface ProvidedKey {
	/** Null: of everybody who has none of their own. */
	readonly participantId: string | null;
	/** For HKDF. */
	readonly secret: CryptoKey;
}

/** Holds the keys of end-to-end encrypted meetings, as apps get them to each other. They never leave the browser. */
export class ExternalE2EEKeyProvider {
	/** @internal */
	readonly options: Readonly<E2EEKeyProviderOptions>;
	readonly #keys = new Map<string | null, CryptoKey>();
	readonly #events = new Emitter<{ key: [ProvidedKey] }>();
	#last: Promise<unknown> = Promise.resolve();

	constructor(options: E2EEKeyProviderOptions = {}) {
		this.options = { ...options };
	}

	/**
	 * Sets the key of everybody. While a meeting runs, what is sent is encrypted with it from the next frame on; what
	 * others still send with the key before it is decrypted for another minute.
	 *
	 * @param key a passphrase, or at least 16 random bytes
	 * @throws MeetingError 3073 for one that is empty or too short; 3068 where the page has no Web Crypto
	 */
	async setSharedKey(key: string | ArrayBuffer): Promise<void> {
		await this.#set(null, key);
	}

	/**
	 * Sets the key of one participant, oneself or another: nobody else can send in their name. Roomcast's own.
	 *
	 * @throws as {@link setSharedKey}
	 */
	async setKey(participantId: string, key: string | ArrayBuffer): Promise<void> {
		await this.#set(participantId, key);
	}

	/** What is set now, and every key that is set from now on. @returns ends that @internal */
	follow(listener: (key: ProvidedKey) => void): () => void {
		for (const [participantId, secret] of this.#keys) listener({ participantId, secret });
		this.#events.on('key', listener);
		return () => this.#events.off('key', listener);
	}

	/** In the order of the calls: a passphrase takes longer than bytes. */
	async #set(participantId: string | null, key: string | ArrayBuffer): Promise<void> {
		if (globalThis.crypto?.subtle === undefined)
			throw MeetingError.of('ERROR_ACTION_NOT_SUPPORTED', 'end-to-end encryption needs a page on https or localhost');
		const material = materialOf(key);
		const imported = import('./keys.ts').then(({ importSecret }) => importSecret(material));
		const before = this.#last;
		const done = Promise.all([imported, before]).then(([secret]) => {
			this.#keys.set(participantId, secret);
			this.#events.emit('key', { participantId, secret });
		});
		this.#last = done.catch(() => {});
		await done;
	}
}

/** Copied: apps may overwrite their bytes at once. */
function materialOf(key: string | ArrayBuffer): string | Uint8Array<ArrayBuffer> {
	if (typeof key === 'string' && key !== '') return key;
	const bytes = ArrayBuffer.isView(key)
		? Uint8Array.from(new Uint8Array(key.buffer, key.byteOffset, key.byteLength))
		: null;
	const copy = bytes ?? (key instanceof ArrayBuffer ? new Uint8Array(key.slice(0)) : null);
	if (copy === null)
		throw MeetingError.of('ERROR_INVALID_PARAMETER', 'key must be a passphrase or an ArrayBuffer, and not empty');
	if (copy.length < LEAST_BYTES)
		throw MeetingError.of(
			'ERROR_INVALID_PARAMETER',
			`key has ${copy.length} bytes, at least ${LEAST_BYTES} are needed`,
		);
	return copy;
}
