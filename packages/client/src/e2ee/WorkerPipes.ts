/// <reference path="./viteWorker.d.ts" />
import type { ProvidedKey } from './ExternalE2EEKeyProvider.ts';
import type { FrameApi } from './support.ts';
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
	/** Of the older API: a sender or receiver has its streams once. */
	readonly #piped = new WeakMap<FrameEnd, number>();

	/**
	 * @param url of the worker; part of the SDK itself when absent
	 * @param tell called with what the worker reports
	 */
	constructor(api: FrameApi, url: string | undefined, failureTolerance: number, tell: (message: FromWorker) => void) {
		this.#api = api;
		this.#worker = url === undefined ? new InlineWorker() : new Worker(url);
		this.#worker.onmessage = ({ data }: MessageEvent<FromWorker>) => tell(data);
		this.#send({ type: 'start', failureTolerance });
	}

	setKey({ participantId, secret }: ProvidedKey): void {
		this.#send({ type: 'key', participantId, secret });
	}

	/** Takes the frames of a stream through the worker, from the first on. */
	add(end: FrameEnd, pipe: Pipe): void {
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
		const streams = { readable, writable };
		this.#send({ type: 'pipe', pipe, streams }, [readable, writable]);
	}

	close(): void {
		this.#worker.terminate();
	}

	#send(message: ToWorker, transfer: Transferable[] = []): void {
		this.#worker.postMessage(message, transfer);
	}
}
