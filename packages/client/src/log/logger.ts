/** How much is logged, from nothing to everything. */
export const LOG_LEVELS = ['NONE', 'ERROR', 'WARN', 'INFO', 'DEBUG', 'ALL'] as const;
export type LogLevelName = (typeof LOG_LEVELS)[number];

let threshold = LOG_LEVELS.indexOf('INFO');

/** Sets the level of the whole SDK. */
export function setLevel(level: LogLevelName): void {
	threshold = LOG_LEVELS.indexOf(level);
}

function write(level: LogLevelName, method: 'error' | 'warn' | 'info' | 'debug') {
	const rank = LOG_LEVELS.indexOf(level);
	return (message: string, ...details: unknown[]): void => {
		if (rank <= threshold) console[method](`[roomcast] ${message}`, ...details);
	};
}

/**
 * The log of the SDK, on the console.
 *
 * - `error`: something is lost that nobody will bring back.
 * - `warn`: something went wrong and is being repaired.
 * - `info`: one line for each change of a meeting's life: joined, connection lost, back, left.
 * - `debug`: each request, stream and transport.
 */
export const logger = {
	error: write('ERROR', 'error'),
	warn: write('WARN', 'warn'),
	info: write('INFO', 'info'),
	debug: write('DEBUG', 'debug'),
};
