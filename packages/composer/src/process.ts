import type { ComposerCommand } from '@roomcast/contract/composer/commands';
import { quietMediaLibrary } from './av/log-level.ts';
import { Composer } from './composer.ts';
import { takePicture } from './hls/picture-file.ts';
import { Channel, type IpcPort } from './ipc/channel.ts';
import { joinParts } from './recover/join-parts.ts';

/** Ties the composer to its parent: commands in, events out, and an orderly end whichever way the parent goes. */
export class ComposerProcess {
	readonly #channel: Channel;
	#composer: Composer | undefined;
	/** Commands are carried out in the order they came, also while the start is under way. */
	#tail: Promise<void> = Promise.resolve();

	constructor(port: IpcPort & NodeJS.Process) {
		quietMediaLibrary();
		this.#channel = new Channel(port, {
			command: (command) => this.#enqueue(command),
			// Recordings are finished even when nobody is left to hear of it.
			disconnected: () => this.#enqueue({ type: 'stop' }),
		});
		port.on('SIGTERM', () => this.#enqueue({ type: 'stop' }));
		// Ctrl-C goes to the whole terminal group; the parent decides when recordings end.
		port.on('SIGINT', () => {});
	}

	#enqueue(command: ComposerCommand): void {
		this.#tail = this.#tail
			.then(() => this.#handle(command))
			.catch((error: unknown) => {
				const reason = error instanceof Error ? error.message : String(error);
				this.#channel.send({ type: 'refused', command: command.type, reason });
			});
	}

	/** Needs no start: a process may be there for this alone. */
	async #recover({ jobId, parts, output }: Extract<ComposerCommand, { type: 'recover' }>): Promise<void> {
		try {
			const copied = (share: number) => this.#channel.send({ type: 'recovering', jobId, share });
			this.#channel.send({ type: 'recovered', jobId, file: await joinParts(parts, output, copied) });
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			this.#channel.send({ type: 'recover-failed', jobId, reason });
		}
	}

	/** Needs no start either. */
	async #takePicture({ jobId, ...command }: Extract<ComposerCommand, { type: 'takePicture' }>): Promise<void> {
		try {
			this.#channel.send({ type: 'picture-taken', jobId, picture: await takePicture(command) });
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			this.#channel.send({ type: 'picture-failed', jobId, reason });
		}
	}

	async #handle(command: ComposerCommand): Promise<void> {
		switch (command.type) {
			case 'start':
				if (this.#composer) throw new Error('the composer was started already');
				this.#composer = await Composer.create(command.config, (event) => this.#channel.send(event));
				return;
			case 'recover':
				return this.#recover(command);
			case 'takePicture':
				return this.#takePicture(command);
			case 'stop':
				await this.#composer?.stop();
				// Gives the last message time to leave: exiting cuts the pipe.
				setTimeout(() => process.exit(0), 50);
				return;
			default:
				if (!this.#composer) throw new Error('the composer was not started yet');
				this.#composer.handle(command);
		}
	}
}
