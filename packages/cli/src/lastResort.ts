import type { RunningServer } from '@roomcast/server';

/** What of the log is needed. */
interface FatalLog {
	fatal(details: object, message: string): void;
}

/** ms that an orderly end may take after an error that nobody caught. */
const END_TIMEOUT_MS = 5_000;

/**
 * For errors that nobody caught: say so in the log, end in order, and exit with 1, within 5 s. What state the process is
 * in is unknown then, so it does not continue; whatever started it starts it again.
 *
 * @param server the server, once it runs
 */
export function endOnUncaught(logger: FatalLog, server: () => Pick<RunningServer, 'close'> | undefined): void {
	let ending = false;
	const end = (kind: string) => (error: unknown) => {
		try {
			logger.fatal({ err: error, kind }, ending ? 'another error while the server ends' : 'the server ends');
		} catch {
			// What could say so fails itself: end all the same.
		}
		if (ending) return;
		ending = true;
		setTimeout(() => process.exit(1), END_TIMEOUT_MS);
		void Promise.resolve(server()?.close()).then(
			() => process.exit(1),
			() => process.exit(1),
		);
	};
	process.on('uncaughtException', end('uncaught exception'));
	process.on('unhandledRejection', end('unhandled rejection'));
}
