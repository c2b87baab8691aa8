/** Options of {@link ExternalE2EEKeyProvider}. */
export interface E2EEKeyProviderOptions {
	/** How many keys further on are tried for a frame that its key does not open; 0 when not given. */
	ratchetWindowSize?: number;
	/** How many frames in a row may fail before it is reported; -1, the default, for any number. */
	failureTolerance?: number;
	/** Whether frames that arrive before there is a key are left out; false when not given. */
	discardFrameWhenCryptorNotReady?: boolean;
}

/** The key of end-to-end encryption that everybody in a call shares, and that the app brings. */
export class ExternalE2EEKeyProvider {
	readonly options: Readonly<E2EEKeyProviderOptions>;
	#sharedKey: string | ArrayBuffer | undefined;

	constructor(options: E2EEKeyProviderOptions = {}) {
		this.options = { ...options };
	}

	/** The key as the app set it; undefined before. @internal */
	get sharedKey(): string | ArrayBuffer | undefined {
		return this.#sharedKey;
	}

	/** Sets the key. */
	async setSharedKey(key: string | ArrayBuffer): Promise<void> {
		this.#sharedKey = key;
	}
}
