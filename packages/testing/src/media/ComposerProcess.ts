import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { ComposerCommand, ComposerConfig } from '@roomcast/contract/composer/commands';
import type { ComposerEvent } from '@roomcast/contract/composer/events';
import { prefer } from '../processes/prefer.ts';

const MAIN = fileURLToPath(new URL('../../../composer/src/main.ts', import.meta.url));

type EventOf<T extends ComposerEvent['type']> = Extract<ComposerEvent, { type: T }>;

/** A composer started as the server starts it. */
export class ComposerProcess {
	readonly child: ChildProcess;
	readonly events: ComposerEvent[] = [];
	readonly exited: Promise<number | string | null>;
	readonly #waiting = new Set<() => void>();

	private constructor(env: Readonly<Record<string, string>>) {
		this.child = fork(MAIN, [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], env: { ...process.env, ...env } });
		prefer(this.child.pid);
		this.exited = new Promise((resolve) => this.child.once('exit', (code, signal) => resolve(code ?? signal)));
		this.child.on('message', (event: ComposerEvent) => {
			this.events.push(event);
			for (const check of [...this.#waiting]) check();
		});
	}

	/** Starts one and waits until it is ready. @param env added to the environment */
	static async create(
		config: Partial<ComposerConfig> = {},
		env: Readonly<Record<string, string>> = {},
	): Promise<ComposerProcess> {
		const composer = new ComposerProcess(env);
		composer.send({ type: 'start', config: { captureId: 'test', ...config } });
		await composer.event('ready');
		return composer;
	}

	/** A composer without a composition, which only joins parts. */
	static idle(): ComposerProcess {
		return new ComposerProcess({});
	}

	get port(): number {
		return this.events.find((event) => event.type === 'ready')?.port ?? 0;
	}

	send(command: ComposerCommand): void {
		this.child.send(command);
	}

	/** The first matching event of a type, also if it already arrived. */
	event<T extends ComposerEvent['type']>(
		type: T,
		fits: (event: EventOf<T>) => boolean = () => true,
		timeoutMs = 15_000,
	): Promise<EventOf<T>> {
		const find = () =>
			this.events.find((event): event is EventOf<T> => event.type === type && fits(event as EventOf<T>));
		return new Promise((resolve, reject) => {
			const timer = setTimeout(() => {
				this.#waiting.delete(check);
				reject(new Error(`no ${type} within ${timeoutMs} ms; there were ${JSON.stringify(this.events)}`));
			}, timeoutMs);
			const check = () => {
				const found = find();
				if (!found) return;
				clearTimeout(timer);
				this.#waiting.delete(check);
				resolve(found);
			};
			this.#waiting.add(check);
			check();
		});
	}

	async stop(): Promise<EventOf<'stopped'>> {
		this.send({ type: 'stop' });
		const stopped = await this.event('stopped');
		await this.exited;
		return stopped;
	}

	kill(): Promise<number | string | null> {
		this.child.kill('SIGKILL');
		return this.exited;
	}
}
