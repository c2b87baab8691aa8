import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { ComposerCommand, ComposerConfig, TakePictureCommand } from '@roomcast/contract/composer/commands';
import { ComposerEvent, type PictureResult } from '@roomcast/contract/composer/events';
import { lazyValidator } from '@roomcast/contract/lazyValidator';
import type { Logger } from 'pino';
import type { Endpoint } from '../media/MediaTap.ts';
import { keepPriority } from '../processes/keepPriority.ts';

/** ms to wait for a process to be ready. */
const START_TIMEOUT = 20_000;
/** ms that a process has to finish its files. */
const STOP_TIMEOUT = 60_000;
/** Last lines of its standard error that are kept, to tell why it ended. */
const LINES_KEPT = 20;
const isEvent = lazyValidator(ComposerEvent);

export interface ComposerProcessEvents {
	event: [ComposerEvent];
	/** It is gone; the text says how. */
	exited: [how: string];
}

/** A composer: a program of its own, spoken to by messages of the contract. */
export class ComposerProcess extends EventEmitter<ComposerProcessEvents> {
	readonly #child: ChildProcess;
	readonly #logger: Logger;
	readonly #gone: Promise<string>;
	#endpoint: Endpoint | undefined;
	#closed = false;

	private constructor(child: ChildProcess, logger: Logger) {
		super();
		this.#child = child;
		this.#logger = logger;
		this.#gone = new Promise((resolve) => {
			child.once('error', (error) => resolve(error.message));
			child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
		});
		void this.#gone.then((how) => {
			this.#closed = true;
			this.emit('exited', how);
		});
		const said: string[] = [];
		child.on('message', (message) => this.#receive(message));
		child.stderr?.setEncoding('utf8').on('data', (text: string) => {
			for (const line of text.split('\n').filter((line) => line.trim() !== '')) {
				logger.debug({ line }, 'composer says');
				said.push(line);
			}
			said.splice(0, said.length - LINES_KEPT);
		});
		// After all that it wrote.
		child.once('close', (code) => {
			if (code !== null && code !== 0) logger.error({ code, said }, 'composer failed');
		});
	}

	/**
	 * Begins a process that is not told yet what to do.
	 *
	 * @param program path of its script
	 * @param env all that it sees of the environment
	 */
	static spawn(program: string, env: Readonly<Record<string, string>>, logger: Logger): ComposerProcess {
		const child = fork(program, [], {
			env: { ...env },
			execArgv: [],
			stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
			// A group of its own: Ctrl-C in a terminal would end it, while the server waits for its calls to end. It ends when
			// the channel to it closes, however the server dies.
			detached: true,
		});
		keepPriority(child.pid);
		return new ComposerProcess(child, logger.child({ part: 'composer', pid: child.pid }));
	}

	get pid(): number | undefined {
		return this.#child.pid;
	}

	/** Whether it is gone. */
	get closed(): boolean {
		return this.#closed;
	}

	/**
	 * Tell it what to compose.
	 *
	 * @returns where it takes RTP
	 * @throws Error when it dies, refuses, or is not ready in time
	 */
	async start(config: ComposerConfig): Promise<Endpoint> {
		const ready = this.#answer((event) => (event.type === 'ready' ? event : undefined), START_TIMEOUT, 'start');
		this.send({ type: 'start', config });
		const { address, port } = await ready;
		this.#endpoint = { address, port };
		return this.#endpoint;
	}

	/** Where it takes RTP, once it is started. */
	get endpoint(): Endpoint | undefined {
		return this.#endpoint;
	}

	send(command: ComposerCommand): void {
		// `exited` reports a process that ends in this moment.
		if (!this.#closed && this.#child.connected) this.#child.send(command, () => {});
	}

	/**
	 * Joins the parts of a recording into one file.
	 *
	 * @param copied hears of every percent, as the share of all bytes: 0 to 1
	 * @throws Error with the reason
	 */
	async recover(
		command: Extract<ComposerCommand, { type: 'recover' }>,
		timeout: number,
		copied: (share: number) => void = () => {},
	): Promise<Extract<ComposerEvent, { type: 'recovered' }>['file']> {
		const answer = this.#answer(
			(event) => {
				if (event.type === 'recovering' && event.jobId === command.jobId) copied(event.share);
				if (event.type === 'recovered' && event.jobId === command.jobId) return event;
				if (event.type === 'recover-failed' && event.jobId === command.jobId) throw new Error(event.reason);
				return undefined;
			},
			timeout,
			'recover',
		);
		this.send(command);
		return (await answer).file;
	}

	/** Takes a picture out of a media file. @throws Error with the reason */
	async takePicture(command: TakePictureCommand, timeout: number): Promise<PictureResult> {
		const answer = this.#answer(
			(event) => {
				if (event.type === 'picture-taken' && event.jobId === command.jobId) return event;
				if (event.type === 'picture-failed' && event.jobId === command.jobId) throw new Error(event.reason);
				return undefined;
			},
			timeout,
			'takePicture',
		);
		this.send(command);
		return (await answer).picture;
	}

	/** Ends it in order; every file is finished when this resolves, or it was killed after a minute. */
	async stop(): Promise<void> {
		if (this.#closed) return;
		this.send({ type: 'stop' });
		const timer = setTimeout(() => this.kill(), STOP_TIMEOUT);
		await this.#gone;
		clearTimeout(timer);
	}

	kill(): void {
		this.#child.kill('SIGKILL');
	}

	#receive(message: unknown): void {
		if (!isEvent(message)) {
			this.#logger.error({ message }, 'composer sent an invalid message');
			return;
		}
		const event = message as ComposerEvent;
		if (event.type === 'log') this.#logger[event.level](event.message);
		if (event.type === 'refused')
			this.#logger.error({ command: event.command, reason: event.reason }, 'composer refused');
		this.emit('event', event);
	}

	/** The first event that `pick` takes. */
	#answer<T>(pick: (event: ComposerEvent) => T | undefined, timeout: number, command: string): Promise<T> {
		const { promise, resolve, reject } = Promise.withResolvers<T>();
		const onEvent = (event: ComposerEvent) => {
			try {
				const picked = pick(event);
				if (picked !== undefined) resolve(picked);
				if (event.type === 'refused' && event.command === command) reject(new Error(event.reason));
			} catch (error) {
				reject(error);
			}
		};
		const onExit = (how: string) => reject(new Error(`the composer ended: ${how}`));
		const timer = setTimeout(
			() => reject(new Error(`no answer from the composer within ${timeout / 1000} s`)),
			timeout,
		);
		this.on('event', onEvent);
		this.on('exited', onExit);
		if (this.#closed) onExit('before it was asked');
		return promise.finally(() => {
			clearTimeout(timer);
			this.off('event', onEvent);
			this.off('exited', onExit);
		});
	}
}
