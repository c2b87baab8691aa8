/// <reference path="./viteWorker.d.ts" />
import type { ExternalE2EEKeyProvider, ProvidedKey } from './ExternalE2EEKeyProvider.ts';
import { importSecret } from './keys.ts';
import type { FrameApi } from './support.ts';
import type { StateChange } from './types.ts';
import InlineWorker from './worker/main.ts?worker&inline';
import type { FrameStreams, FromWorker, Pipe, ToWorker } from './worker/messages.ts';

/** An end of a connection that carries encoded frames. */
export type FrameEnd = RTCRtpSender | RTCRtpReceiver;

interface WithEncodedStreams {
	createEncodedStreams(): FrameStreams;
}

/** The worker of a meeting, and which streams go through it. */
export class WorkerPipes {
	readonly #worker: Worker;
	readonly #api: FrameApi;
	readonly #pipes = new Map<number, Pipe>();
	/** Of the older API: a sender or receiver has its streams once. */
	readonly #piped = new WeakMap<FrameEnd, number>();
	readonly #unfollow: () => void;
	#lastId = 0;
	#lastKey: Promise<void> = Promise.resolve();

	/** @param tell called with how streams fare */
	constructor(api: FrameApi, provider: ExternalE2EEKeyProvider, tell: (change: StateChange) => void) {
		const { failureTolerance = -1 } = provider.options;
		this.#api = api;
		this.#worker = new InlineWorker();
		this.#worker.onmessage = ({ data: { id, state } }: MessageEvent<FromWorker>) => {
			const pipe = this.#pipes.get(id);
			if (pipe) tell({ participantId: pipe.participantId, kind: pipe.kind, state });
		};
		this.#send({ type: 'start', failureTolerance });
		this.#unfollow = provider.follow((key) => this.#setKey(key));
	}

	/** Takes the frames of a stream through the worker, from the first on. */
	add(end: FrameEnd, stream: Omit<Pipe, 'id'>): void {
		const pipe = { ...stream, id: ++this.#lastId };
		this.#pipes.set(pipe.id, pipe);
		if (this.#api === 'script-transform') {
			end.transform = new RTCRtpScriptTransform(this.#worker, pipe);
			return;
		}
		const replaces = this.#piped.get(end);
		if (replaces !== undefined) {
			this.#send({ type: 'pipe', pipe, replaces });
			return;
		}
		this.#piped.set(end, pipe.id);
		const { readable, writable } = (end as never as WithEncodedStreams).createEncodedStreams();
		this.#send({ type: 'pipe', pipe, streams: { readable, writable } }, [readable, writable]);
	}

	close(): void {
		this.#unfollow();
		this.#worker.terminate();
	}

	/** In the order in which they were set: a passphrase takes longer than bytes. */
	#setKey({ participantId, key }: ProvidedKey): void {
		const imported = importSecret(key);
		const before = this.#lastKey;
		this.#lastKey = (async () => {
			await before;
			this.#send({ type: 'key', participantId, secret: await imported });
		})();
	}

	#send(message: ToWorker, transfer: Transferable[] = []): void {
		this.#worker.postMessage(message, transfer);
	}
}
