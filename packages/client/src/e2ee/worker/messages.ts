import type { StreamKind } from '../../contract/types.ts';
import type { E2EEState } from '../types.ts';

/** A stream whose frames go through the worker. */
export interface Pipe {
	readonly id: number;
	readonly direction: 'send' | 'receive';
	/** Who sends it. */
	readonly participantId: string;
	readonly kind: StreamKind;
	/** For example `video/VP8`. */
	readonly codec: string;
}

/** What the page tells the worker. */
export type ToWorker =
	| { readonly type: 'start'; readonly failureTolerance: number }
	| { readonly type: 'key'; readonly participantId: string | null; readonly secret: CryptoKey }
	/** Streams of the older API; without them those of the same receiver carry another stream from now on. */
	| { readonly type: 'pipe'; readonly pipe: Pipe; readonly replaces?: number; readonly streams?: FrameStreams }
	| { readonly type: 'close'; readonly id: number };

/** What the worker tells the page. */
export interface FromWorker {
	readonly id: number;
	readonly state: E2EEState;
}

/** Both ends of an encoded stream. */
export interface FrameStreams {
	readonly readable: ReadableStream<EncodedFrame>;
	readonly writable: WritableStream<EncodedFrame>;
}

/** What there is of an encoded frame in every browser. */
export interface EncodedFrame {
	data: ArrayBuffer;
}
