import { access, constants } from 'node:fs/promises';
import { createWorker, type types, workerBin } from 'mediasoup';
import { withVariable } from '../config.ts';
import { MEDIA_WORKER_LAUNCHER } from '../installation.ts';
import { keepPriority } from '../processes/keepPriority.ts';

/**
 * Starts a worker process out of reach of the terminal, and without the environment of the server.
 *
 * @param bin path of the worker program; mediasoup's own place when undefined
 * @throws Error when the program cannot be started
 */
export async function startWorker(bin: string | undefined): Promise<types.Worker> {
	try {
		const program = bin ?? workerBin;
		await access(program, constants.X_OK);
		const worker = await launch(program);
		leaveSignalsToUs(worker);
		keepPriority(worker.pid);
		return worker;
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

/** The launcher learns the program from the environment: mediasoup takes one path and no arguments of ours. */
function launch(program: string): Promise<types.Worker> {
	// It starts the process, with a copy of the environment, before it returns its promise.
	return withVariable('MEDIA_WORKER_PROGRAM', program, () =>
		createWorker({ logLevel: 'warn', workerBin: MEDIA_WORKER_LAUNCHER }),
	);
}

/**
 * mediasoup closes its workers at the first SIGINT or SIGTERM, which would cut off every call while the server waits for
 * them to end.
 */
function leaveSignalsToUs(worker: types.Worker): void {
	const { onSignal } = worker as types.Worker & { readonly onSignal?: NodeJS.SignalsListener };
	if (onSignal === undefined) return;
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, onSignal);
}
