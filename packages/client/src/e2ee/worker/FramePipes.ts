import { ReplayWindow } from '../sframe/ReplayWindow.ts';
import type { E2EEState } from '../types.ts';
import { KeyRing } from './KeyRing.ts';
import type { EncodedFrame, FrameStreams, FromWorker, Pipe, ToWorker } from './messages.ts';
import { Opener, type Repeated } from './Opener.ts';
import { type Outcome, Sealer } from './Sealer.ts';

/** KIDs of which is known what was received. */
const MOST_WINDOWS = 4096;

/** What a stream can be asked for, in browsers that can. */
export interface FrameSource {
	/** A whole picture, because what came before could not be decrypted. */
	requestKeyFrame(): void;
}

interface Running {
	readonly pipe: Pipe;
	readonly work: (data: Uint8Array<ArrayBuffer>) => Promise<Outcome | Repeated>;
	state: E2EEState | undefined;
}

/** All streams of a meeting, between the browser's encoders and the network. */
export class FramePipes {
	readonly #keys = new KeyRing();
	readonly #pipes = new Map<number, Running>();
	readonly #windows = new Map<bigint, ReplayWindow>();
	readonly #tell: (message: FromWorker) => void;
	#failureTolerance = -1;

	constructor(tell: (message: FromWorker) => void) {
		this.#tell = tell;
	}

	handle(message: ToWorker): void {
		if (message.type === 'start') this.#failureTolerance = message.failureTolerance;
		else if (message.type === 'key') this.#keys.add(message.participantId, message.secret);
		else if (message.type === 'close') this.#pipes.delete(message.id);
		else this.#open(message);
	}

	/** Takes the frames of a stream through the worker, until it ends. */
	run(pipe: Pipe, { readable, writable }: FrameStreams, source?: FrameSource): void {
		this.#add(pipe.id, pipe);
		const transform = new TransformStream<EncodedFrame, EncodedFrame>({
			transform: async (frame, controller) => {
				if (await this.#pass(pipe.id, frame, source)) controller.enqueue(frame);
			},
		});
		readable
			.pipeThrough(transform)
			.pipeTo(writable)
			.catch(() => {})
			.finally(() => this.#pipes.delete(pipe.id));
	}

	#open({ pipe, replaces, streams }: Extract<ToWorker, { type: 'pipe' }>): void {
		if (streams) this.run(pipe, streams);
		// The frames of the same receiver are another stream's from now on.
		else if (replaces !== undefined) this.#add(replaces, pipe);
	}

	#add(id: number, pipe: Pipe): void {
		const sealer = pipe.direction === 'send' ? new Sealer(pipe, this.#keys) : undefined;
		const opener = new Opener(pipe, this.#keys, (kid) => this.#windowOf(kid), this.#failureTolerance);
		const work = (data: Uint8Array<ArrayBuffer>) => (sealer ? sealer.seal(data) : opener.open(data));
		this.#pipes.set(id, { pipe, work, state: undefined });
	}

	/** @returns whether the frame goes on, changed */
	async #pass(id: number, frame: EncodedFrame, source: FrameSource | undefined): Promise<boolean> {
		const running = this.#pipes.get(id);
		if (running === undefined) return false;
		// Silence: of these, browsers send none. With a tag they would send each.
		if (frame.data.byteLength === 0) return true;
		const sends = running.pipe.direction === 'send';
		let outcome: Outcome | Repeated;
		try {
			outcome = await running.work(new Uint8Array(frame.data));
		} catch {
			outcome = { failed: 'InternalError' };
		}
		if ('repeated' in outcome) return false;
		if ('failed' in outcome) {
			this.#report(running, outcome.failed);
			return false;
		}
		frame.data = outcome.data;
		if (running.state !== undefined && !running.state.endsWith('Succeeded')) source?.requestKeyFrame();
		this.#report(running, sends ? 'EncryptionSucceeded' : 'DecryptionSucceeded');
		return true;
	}

	#report(running: Running, state: E2EEState): void {
		if (running.state === state) return;
		running.state = state;
		this.#tell({ id: running.pipe.id, state });
	}

	#windowOf(kid: bigint): ReplayWindow {
		const window = this.#windows.get(kid) ?? new ReplayWindow();
		this.#windows.delete(kid);
		this.#windows.set(kid, window);
		const [oldest] = this.#windows.keys();
		if (oldest !== undefined && this.#windows.size > MOST_WINDOWS) this.#windows.delete(oldest);
		return window;
	}
}
