import { carrierOf } from '../carriers/carriers.ts';
import { bytesOf } from '../sframe/bytes.ts';
import { decodeHeader } from '../sframe/header.ts';
import type { ReplayWindow } from '../sframe/ReplayWindow.ts';
import type { KeyRing } from './KeyRing.ts';
import type { Pipe } from './messages.ts';
import type { Outcome } from './Sealer.ts';

/** A frame that was there before: nothing to report. */
export interface Repeated {
	readonly repeated: true;
}

/** Decrypts the frames of one stream that is received. */
export class Opener {
	readonly #pipe: Pipe;
	readonly #keys: KeyRing;
	readonly #windowOf: (kid: bigint) => ReplayWindow;
	readonly #failureTolerance: number;
	#failures = 0;
	/** With which the last frames failed. */
	#failing: object | undefined;

	/**
	 * @param windowOf what was received with a KID, by any stream: a server may try to send it again over another
	 * @param failureTolerance frames in a row that may fail until no more are tried with a key; −1 for any number
	 */
	constructor(pipe: Pipe, keys: KeyRing, windowOf: (kid: bigint) => ReplayWindow, failureTolerance: number) {
		this.#pipe = pipe;
		this.#keys = keys;
		this.#windowOf = windowOf;
		this.#failureTolerance = failureTolerance;
	}

	async open(data: Uint8Array<ArrayBuffer>): Promise<Outcome | Repeated> {
		const { participantId, kind, codec } = this.#pipe;
		const newest = this.#keys.newest(participantId);
		if (this.#failing !== newest) this.#failures = 0;
		this.#failing = newest;
		if (this.#failureTolerance >= 0 && this.#failures > this.#failureTolerance) return { failed: 'DecryptionFailed' };
		const sealed = carrierOf(codec)?.unwrap(data);
		const header = sealed && decodeHeader(sealed);
		if (sealed === undefined || header === undefined) return this.#fail();
		const key = await this.#keys.receiver(participantId, header.kid);
		if (key === undefined) return newest === undefined ? { failed: 'MissingKey' } : this.#fail();
		if (!this.#windowOf(header.kid).isNew(header.counter)) return { repeated: true };
		try {
			const frame = await key.decrypt(sealed, header.counter, header.length, bytesOf(kind));
			this.#windowOf(header.kid).add(header.counter);
			this.#failures = 0;
			return { data: frame };
		} catch {
			return this.#fail();
		}
	}

	#fail(): Outcome {
		this.#failures++;
		return { failed: 'DecryptionFailed' };
	}
}
