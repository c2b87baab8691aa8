import { access, constants } from 'node:fs/promises';
import { createWorker, type types, workerBin } from 'mediasoup';
import { withVariable } from '../config.ts';
import { MEDIA_WORKER_LAUNCHER } from '../installation.ts';
import { keepPriority } from '../processes/keepPriority.ts';

/** What mediasoup is told of every worker, on this node or on another. */
const LOG_LEVEL = 'warn';

/**
 * Starts a worker process out of reach of the terminal, and without the environment of the server.
 *
 * @param bin path of the worker program; mediasoup's own place when undefined
 * @throws Error when the program cannot be started
 */
export function startWorker(bin: string | undefined): Promise<types.Worker> {
	return launching(bin, async (launcher) => {
		// It starts the process, with a copy of the environment, before it returns its promise.
		const worker = await launcher(() => createWorker({ logLevel: LOG_LEVEL, workerBin: MEDIA_WORKER_LAUNCHER }));
		leaveSignalsToUs(worker);
		keepPriority(worker.pid);
		return worker;
	});
}

/** Calls something that starts the launcher before it returns. */
type Launcher = <T>(start: () => T) => T;

/**
 * Has the launcher started with the program of a worker: mediasoup takes one path and no arguments of ours, so it learns
 * the program from the environment.
 *
 * @throws Error that says what is missing
 */
export async function launching<T>(bin: string | undefined, launch: (launcher: Launcher) => Promise<T>): Promise<T> {
	try {
		const program = bin ?? workerBin;
		await access(program, constants.X_OK);
		return await launch((start) => withVariable('MEDIA_WORKER_PROGRAM', program, start));
	} catch (error) {
		const what = bin === undefined ? 'The media worker' : `The media worker ${bin} (ROOMCAST_MEDIA_WORKER_BIN)`;
		const why = error instanceof Error ? error.message : String(error);
		throw new Error(
			`${what} cannot be started: ${why}. \`npm start\` fetches or builds it; \`npm run doctor\` tells.`,
			{
				cause: error,
			},
		);
	}
}

/** The arguments that mediasoup starts a worker with. */
export const WORKER_ARGUMENTS = [`--logLevel=${LOG_LEVEL}`];

/**
 * mediasoup closes its workers at the first SIGINT or SIGTERM, which would cut off every call while the server waits for
 * them to end.
 */
export function leaveSignalsToUs(worker: types.Worker): void {
	const { onSignal } = worker as types.Worker & { readonly onSignal?: NodeJS.SignalsListener };
	if (onSignal === undefined) return;
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, onSignal);
}
