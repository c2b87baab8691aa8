import { MeetingError } from '../errors/MeetingError.ts';
import { Emitter } from '../events/Emitter.ts';
import type { ExternalE2EEKeyProvider } from './ExternalE2EEKeyProvider.ts';
import { frameApi } from './support.ts';
import type { StateChange } from './types.ts';
import type { FrameEnd, WorkerPipes } from './WorkerPipes.ts';
import type { Pipe } from './worker/messages.ts';

/** Events of {@link Encryption}. */
export interface EncryptionEvents {
	/** How the frames of a stream fare changed. */
	state: [StateChange];
}

/** Encrypts what one meeting sends and decrypts what it receives. Its code loads with {@link load}. */
export class Encryption extends Emitter<EncryptionEvents> {
	readonly #api = frameApi();
	readonly #provider: ExternalE2EEKeyProvider;
	#worker: WorkerPipes | undefined;
	#closed = false;

	/** @throws MeetingError 3068 in a browser that does not let pages encrypt */
	constructor(provider: ExternalE2EEKeyProvider) {
		super();
		if (this.#api === undefined)
			throw MeetingError.of('ERROR_ACTION_NOT_SUPPORTED', 'encrypting media in this browser');
		this.#provider = provider;
	}

	/** What peer connections need to be made with. */
	get connectionSettings(): object {
		return this.#api === 'encoded-streams' ? { encodedInsertableStreams: true } : {};
	}

	/** Loads the worker. Nothing is sent or received before that. @throws when it cannot be loaded */
	async load(): Promise<void> {
		const { WorkerPipes } = await import('./WorkerPipes.ts');
		if (this.#api === undefined || this.#closed) return;
		this.#worker ??= new WorkerPipes(this.#api, this.#provider, (change) => this.emit('state', change));
	}

	/** Takes the frames of a sender or receiver through the worker, from the first on. After {@link load}. */
	add(end: FrameEnd, stream: Omit<Pipe, 'id'>): void {
		// Without a worker this throws: nothing is ever sent in the clear.
		(this.#worker as WorkerPipes).add(end, stream);
	}

	/** The meeting is over. */
	close(): void {
		this.#closed = true;
		this.#worker?.close();
	}
}
