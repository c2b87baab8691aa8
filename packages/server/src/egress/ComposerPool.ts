import type { Logger } from 'pino';
import { ComposerProcess } from './ComposerProcess.ts';

/** ms after which a process is made to wait for work: what is going on has the machine first. */
const WARM_UP_AFTER = 1500;

/**
 * Composers that wait for work. To load one takes longer than a recording may take to start, so that one waits while
 * there are calls.
 */
export class ComposerPool {
	readonly #env: Readonly<Record<string, string>>;
	readonly #logger: Logger;
	#spare: ComposerProcess | undefined;
	#timer: NodeJS.Timeout | undefined;
	#closed = false;

	/** @param env what a composer sees of the environment */
	constructor(env: Readonly<Record<string, string>>, logger: Logger) {
		this.#env = env;
		this.#logger = logger;
	}

	/** There is, or will be, work: have one wait. */
	warmUp(): void {
		if (this.#spare !== undefined || this.#timer !== undefined || this.#closed) return;
		this.#timer = setTimeout(() => {
			this.#timer = undefined;
			const spare = ComposerProcess.spawn(this.#env, this.#logger);
			this.#spare = spare;
			spare.once('exited', () => {
				if (this.#spare === spare) this.#spare = undefined;
			});
		}, WARM_UP_AFTER);
		this.#timer.unref();
	}

	/** There is no work: the one that waits may go. */
	coolDown(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#spare?.kill();
		this.#spare = undefined;
	}

	/** The one that waits, or a new one. */
	take(): ComposerProcess {
		const spare = this.#spare;
		this.#spare = undefined;
		if (spare === undefined || spare.closed) return ComposerProcess.spawn(this.#env, this.#logger);
		this.warmUp();
		return spare;
	}

	close(): void {
		this.#closed = true;
		this.coolDown();
	}
}
