import { rmSync } from 'node:fs';
import { onWorkerEnd } from './onWorkerEnd.ts';
import { TestServer } from './server.ts';

let server: Promise<TestServer> | undefined;

/**
 * A server with the settings of tests, for those that neither stop it nor look at what else is on it: each has rooms of its
 * own. It ends with the worker that runs the tests.
 */
export function sharedServer(): Promise<TestServer> {
	server ??= start().catch((error) => {
		// The next caller tries again.
		server = undefined;
		throw error;
	});
	return server;
}

async function start(): Promise<TestServer> {
	const started = await TestServer.start();
	onWorkerEnd(() => {
		process.kill(started.pid, 'SIGKILL');
		rmSync(started.dataDir, { recursive: true, force: true });
	});
	return started;
}
