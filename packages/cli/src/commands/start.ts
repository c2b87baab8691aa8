import type { RunningServer } from '@roomcast/server';
import { loadConfig } from '@roomcast/server/config';
import type { Command } from '../Command.ts';
import { endOnUncaught } from '../lastResort.ts';

/** How long an orderly end may take after the calls are over, in ms. */
const CLOSE_TIMEOUT_MS = 5_000;

export const start: Command = {
	summary: 'Start the server',
	usage: '',
	options: {},
	notes: [
		'The first SIGTERM or Ctrl-C drains the server: nobody can join, and it exits when its calls end. A second one',
		'stops it at once. In a cluster, it hands its calls over to other servers. On its development key, the server',
		'ends the calls and does not wait for them.',
		'',
		'Settings are ROOMCAST_* environment variables. See docs/settings.md',
	].join('\n'),
	async run() {
		const config = loadConfig();
		// Of this process and of all that it starts.
		process.umask(config.umask);
		// Loaded now, so that the other commands do not wait for it.
		const { announcement, createLogger, startServer } = await import('@roomcast/server');
		const logger = createLogger(config);
		let running: RunningServer | undefined;
		endOnUncaught(logger, () => running);
		const server = await startServer(config, { logger });
		running = server;
		console.log(announcement(server, config.host));
		stopOnSignals(server, config.firstKey === undefined);
	},
};

function stopOnSignals(server: RunningServer, development: boolean): void {
	let signals = 0;
	const stop = async () => {
		setTimeout(() => process.exit(1), CLOSE_TIMEOUT_MS).unref();
		await server.close();
		process.exit(0);
	};
	const onSignal = async () => {
		signals++;
		if (signals > 2) process.exit(1);
		if (signals === 2 || development) return stop();
		if (server.calls > 0)
			console.log(`Waiting for ${server.calls} call(s) to end. Press Ctrl-C again to stop at once.`);
		await server.drain();
		if (signals === 1) await stop();
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
}
