import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const COMMAND = fileURLToPath(new URL('../../../cli/bin/roomcast.mjs', import.meta.url));

/** What a command line program did. */
export interface Finished {
	readonly code: number | null;
	readonly signal: NodeJS.Signals | null;
	readonly stdout: string;
	readonly stderr: string;
}

/** Run `roomcast` with these settings and wait for its end. */
export async function runCommand(
	args: readonly string[],
	environment: Readonly<Record<string, string | undefined>>,
): Promise<Finished> {
	return new ServerProcess(args, environment).finished;
}

/** `roomcast` as a process of its own. */
export class ServerProcess {
	readonly finished: Promise<Finished>;
	readonly #child: ChildProcess;
	#stdout = '';
	#stderr = '';

	/** @param options `ownGroup`: it leads a process group, as what a shell starts in a terminal does */
	constructor(
		args: readonly string[],
		environment: Readonly<Record<string, string | undefined>>,
		{ ownGroup = false }: { readonly ownGroup?: boolean } = {},
	) {
		const { PATH, ROOMCAST_BUILT } = process.env;
		this.#child = spawn(process.execPath, [COMMAND, ...args], {
			env: { PATH, ROOMCAST_BUILT, ...environment },
			stdio: ['ignore', 'pipe', 'pipe'],
			detached: ownGroup,
		});
		this.#child.stdout?.on('data', (text) => {
			this.#stdout += text;
		});
		this.#child.stderr?.on('data', (text) => {
			this.#stderr += text;
		});
		this.finished = once(this.#child, 'close').then(([code, signal]) => ({
			code,
			signal,
			stdout: this.#stdout,
			stderr: this.#stderr,
		}));
	}

	/** Resolves with its base URL when `roomcast start` has printed its links. */
	async ready(): Promise<string> {
		const printed = () => /Start or join a call\s+(http:\S+?)\/\s/.exec(this.#stdout)?.[1];
		while (printed() === undefined) {
			const ended = await Promise.race([once(this.#child.stdout as NodeJS.ReadableStream, 'data'), this.finished]);
			if ('code' in ended) throw new Error(`It ended with ${ended.code}: ${ended.stderr}`);
		}
		return (printed() as string).replace('localhost', '127.0.0.1');
	}

	/** What it wrote to standard output so far. */
	get stdout(): string {
		return this.#stdout;
	}

	/** What it wrote to standard error so far. */
	get stderr(): string {
		return this.#stderr;
	}

	/** For `onTestFinished`: nothing is left of it, also when the test failed. */
	readonly end = async (): Promise<void> => {
		this.#child.kill('SIGKILL');
		await this.finished;
	};

	get pid(): number {
		if (this.#child.pid === undefined) throw new Error('It did not start');
		return this.#child.pid;
	}

	/** Sends a signal to its whole process group, as Ctrl-C in a terminal does. It must have one of its own. */
	signalGroup(signal: NodeJS.Signals): void {
		process.kill(-this.pid, signal);
	}

	kill(signal: NodeJS.Signals): Promise<Finished> {
		this.#child.kill(signal);
		return this.finished;
	}
}
