import type { StreamKind } from '../contract/types.ts';
import { MeetingError } from '../errors/MeetingError.ts';
import { Emitter } from '../events/Emitter.ts';
import { logger } from '../log/logger.ts';
import type { ExternalE2EEKeyProvider } from './ExternalE2EEKeyProvider.ts';
import { type FrameApi, frameApi } from './support.ts';
import type { E2EEState } from './types.ts';
import type { FrameEnd, WorkerPipes } from './WorkerPipes.ts';
import type { FromWorker, Pipe } from './worker/messages.ts';

/** Events of {@link Encryption}. */
export interface EncryptionEvents {
	/** How the frames of a stream fare changed. */
	state: [{ participantId: string; kind: StreamKind; state: E2EEState }];
}

/** Encrypts what one meeting sends and decrypts what it receives. Its code loads with {@link load}. */
export class Encryption extends Emitter<EncryptionEvents> {
	readonly #api: FrameApi;
	readonly #provider: ExternalE2EEKeyProvider;
	readonly #pipes = new Map<number, Pipe>();
	#loading: Promise<WorkerPipes> | undefined;
	#worker: WorkerPipes | undefined;
	#unfollow: (() => void) | undefined;
	#closed = false;
	#last = 0;

	/** @throws MeetingError 3068 in a browser that does not let pages encrypt */
	constructor(provider: ExternalE2EEKeyProvider) {
		super();
		const api = frameApi();
		if (api === undefined)
			throw MeetingError.of('ERROR_ACTION_NOT_SUPPORTED', 'this browser does not let pages encrypt media');
		this.#api = api;
		this.#provider = provider;
	}

	/** What peer connections need to be made with. */
	get connectionSettings(): object {
		return this.#api === 'encoded-streams' ? { encodedInsertableStreams: true } : {};
	}

	/** Loads the worker. Nothing is sent or received before that. @throws MeetingError 3068 when it cannot be loaded */
	async load(): Promise<void> {
		this.#loading ??= this.#load();
		await this.#loading;
	}

	/** Takes the frames of a sender or receiver through the worker, from the first on. After {@link load}. */
	add(end: FrameEnd, stream: Omit<Pipe, 'id'>): void {
		if (this.#worker === undefined) throw new Error('The worker of the encryption is not loaded');
		const pipe = { ...stream, id: ++this.#last };
		this.#pipes.set(pipe.id, pipe);
		this.#worker.add(end, pipe);
	}

	/** The meeting is over. */
	close(): void {
		this.#closed = true;
		this.#unfollow?.();
		this.#worker?.close();
		this.#pipes.clear();
	}

	async #load(): Promise<WorkerPipes> {
		const { workerUrl, failureTolerance = -1 } = this.#provider.options;
		try {
			const { WorkerPipes } = await import('./WorkerPipes.ts');
			const worker = new WorkerPipes(this.#api, workerUrl, failureTolerance, (message) => this.#handle(message));
			if (this.#closed) worker.close();
			this.#worker = worker;
			this.#unfollow = this.#provider.follow((key) => worker.setKey(key));
			return worker;
		} catch (cause) {
			this.#loading = undefined;
			throw MeetingError.of('ERROR_ACTION_NOT_SUPPORTED', 'the worker of the encryption cannot be loaded', cause);
		}
	}

	#handle({ id, state }: FromWorker): void {
		const pipe = this.#pipes.get(id);
		if (pipe === undefined) return;
		const { participantId, kind } = pipe;
		logger.debug(`Encryption of the ${kind} of "${participantId}": ${state}`);
		this.emit('state', { participantId, kind, state });
	}
}
