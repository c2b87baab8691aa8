import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { BusChannelHead, MediaWorkerReady } from '@roomcast/contract';
import type { Logger } from 'pino';
import type { BusChannel } from '../../cluster/bus/BusChannel.ts';
import { withVariable } from '../../config.ts';
import { MEDIA_WORKER_LAUNCHER } from '../../installation.ts';
import { keepPriority } from '../../processes/keepPriority.ts';
import { launching, WORKER_ARGUMENTS } from '../startWorker.ts';
import { WORKER_VERSION } from './workerVersion.ts';

export interface ServedWorkersOptions {
	/** Path of the worker program; mediasoup's own place when undefined. */
	readonly bin: string | undefined;
	/** What other nodes are told of each worker. */
	readonly addresses: Pick<MediaWorkerReady, 'listenIp' | 'announcedAddress' | 'internalAddress' | 'pipePorts'>;
	/** One for each worker. */
	readonly ports: readonly number[];
	readonly logger: Logger;
}

/** Close codes of our own (RFC 6455 section 7.4.2), with the reason in words. */
const REFUSED = 4503;
const DIED = 4500;
/** ms that a worker has to end by itself. */
const ENDS_WITHIN = 2_000;

/**
 * Media workers of this machine that other nodes use for their sessions. A worker belongs to the node that asked for it, and
 * ends with the channel to it.
 */
export class ServedWorkers {
	readonly #options: ServedWorkersOptions;
	readonly #ports: number[];
	/** Streams of each, as its node counts them. */
	readonly #streams = new Map<BusChannel, number>();

	constructor(options: ServedWorkersOptions) {
		this.#options = options;
		this.#ports = [...options.ports];
	}

	/** How many run. */
	get size(): number {
		return this.#streams.size;
	}

	/** What they carry together. */
	get streams(): number {
		return [...this.#streams.values()].reduce((sum, streams) => sum + streams, 0);
	}

	/** Starts one for the node at the other end of a channel. */
	serve({ workerVersion }: BusChannelHead<'media-worker'>, channel: BusChannel): void {
		if (workerVersion !== WORKER_VERSION) {
			channel.close(REFUSED, `its media worker is of ${WORKER_VERSION}, not of ${workerVersion}`);
			return;
		}
		const port = this.#ports.shift();
		if (port === undefined) {
			channel.close(REFUSED, 'all its media ports are taken');
			return;
		}
		this.#streams.set(channel, 0);
		const ended = Promise.withResolvers<void>();
		channel.on('closed', () => ended.resolve());
		void this.#run(channel, port, ended.promise)
			.catch((error: unknown) => {
				this.#options.logger.error({ err: error, port }, 'a media worker for another node could not be started');
				channel.close(DIED, 'its media worker cannot be started');
			})
			.finally(() => {
				this.#streams.delete(channel);
				// The longest unused is the next: another program may have taken this one.
				this.#ports.push(port);
			});
	}

	/** Resolves when the process has ended. */
	async #run(channel: BusChannel, port: number, ended: Promise<void>): Promise<void> {
		const { bin, addresses, logger } = this.#options;
		const child = await launching(bin, async (launcher) => {
			const starting = launcher(() => withVariable('MEDIASOUP_VERSION', WORKER_VERSION, spawnWorker));
			await once(starting, 'spawn');
			return starting;
		});
		const { pid } = child;
		keepPriority(pid);
		const exited = once(child, 'exit');
		const ready: MediaWorkerReady = { ...addresses, pid: pid as number, port };
		channel.send(JSON.stringify(ready));
		connect(child, channel, (streams) => this.#streams.set(channel, streams));
		logger.info({ pid, port, node: channel.nodeId }, 'media worker for another node started');
		await Promise.race([exited, ended]);
		if (!channel.closed) {
			logger.error({ pid, port, node: channel.nodeId }, 'media worker of another node died');
			channel.close(DIED, 'its media worker died');
		}
		// It ends when nobody writes to it any more.
		(child.stdio[3] as Writable).destroy();
		const late = setTimeout(() => child.kill('SIGKILL'), ENDS_WITHIN);
		await exited;
		clearTimeout(late);
	}
}

/** The launcher becomes the worker, which asks for its version in the environment. */
function spawnWorker(): ChildProcess {
	return spawn(MEDIA_WORKER_LAUNCHER, WORKER_ARGUMENTS, {
		// As mediasoup starts one: its messages, and the answers, after the usual three.
		stdio: ['ignore', 'ignore', 'inherit', 'pipe', 'pipe'],
	});
}

function connect(child: ChildProcess, channel: BusChannel, report: (streams: number) => void): void {
	const messages = child.stdio[3] as Writable;
	const answers = child.stdio[4] as Readable;
	// One that has ended is seen at its exit.
	messages.on('error', () => {});
	answers.on('error', () => {});
	answers.on('data', (data: Buffer) => channel.send(data));
	channel.on('message', (message, binary) => {
		if (binary) messages.write(message);
		else report(Number(message.toString()) || 0);
	});
}
