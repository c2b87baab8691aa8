import { carrierOf } from '../carriers/carriers.ts';
import { bytesOf } from '../sframe/bytes.ts';
import type { SFrameKey } from '../sframe/SFrameKey.ts';
import type { E2EEState } from '../types.ts';
import type { KeyRing } from './KeyRing.ts';
import type { Pipe } from './messages.ts';

/** A frame after the worker, or why there is none. */
export type Outcome = { readonly data: ArrayBuffer } | { readonly failed: E2EEState };

/** Encrypts the frames of one stream that is sent. */
export class Sealer {
	readonly #pipe: Pipe;
	readonly #keys: KeyRing;
	#key: SFrameKey | undefined;
	/** The secret that the key comes from. */
	#secret: object | undefined;
	#counter = 0n;

	constructor(pipe: Pipe, keys: KeyRing) {
		this.#pipe = pipe;
		this.#keys = keys;
	}

	/** @returns what is sent: nothing, rather than anything in the clear */
	async seal(frame: Uint8Array<ArrayBuffer>): Promise<Outcome> {
		const { participantId, kind, codec } = this.#pipe;
		const newest = this.#keys.newest(participantId);
		if (newest === undefined) return { failed: 'MissingKey' };
		if (newest !== this.#secret) {
			this.#key = await this.#keys.sender(participantId);
			this.#secret = newest;
			this.#counter = 0n;
		}
		if (this.#key === undefined) return { failed: 'MissingKey' };
		const sealed = await this.#key.encrypt(this.#counter++, frame, bytesOf(kind));
		const data = carrierOf(codec)?.wrap(frame, sealed);
		return data === undefined ? { failed: 'EncryptionFailed' } : { data: data.buffer };
	}
}
