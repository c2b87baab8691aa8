import type { Logger } from 'pino';
import { ComposerProcess } from './ComposerProcess.ts';

/** ms after which processes are made to wait for work: what is going on has the machine first. */
const WARM_UP_AFTER = 1500;

export interface ComposerPoolOptions {
	/** Path of a composer's script. */
	readonly program: string;
	/** What a composer sees of the environment. */
	readonly env: Readonly<Record<string, string>>;
	/** How many wait. */
	readonly spares: number;
	readonly logger: Logger;
}

/**
 * Composers that wait for work. To load one takes longer than a recording may take to start, so that some wait while
 * there are calls.
 */
export class ComposerPool {
	readonly #options: ComposerPoolOptions;
	readonly #spares = new Set<ComposerProcess>();
	#timer: NodeJS.Timeout | undefined;
	#closed = false;

	constructor(options: ComposerPoolOptions) {
		this.#options = options;
	}

	/** There is, or will be, work: have some wait. */
	warmUp(): void {
		if (this.#spares.size >= this.#options.spares || this.#timer !== undefined || this.#closed) return;
		this.#timer = setTimeout(() => {
			this.#timer = undefined;
			while (this.#spares.size < this.#options.spares) this.#add();
		}, WARM_UP_AFTER);
		this.#timer.unref();
	}

	/** There is no work: those that wait may go. */
	coolDown(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		for (const spare of this.#spares) spare.kill();
		this.#spares.clear();
	}

	/** The one that waits longest, or a new one. */
	take(): ComposerProcess {
		for (const spare of this.#spares) {
			this.#spares.delete(spare);
			if (spare.closed) continue;
			this.warmUp();
			return spare;
		}
		return this.#spawn();
	}

	close(): void {
		this.#closed = true;
		this.coolDown();
	}

	#add(): void {
		const spare = this.#spawn();
		this.#spares.add(spare);
		spare.once('exited', () => this.#spares.delete(spare));
	}

	#spawn(): ComposerProcess {
		const { program, env, logger } = this.#options;
		return ComposerProcess.spawn(program, env, logger);
	}
}
