import { type Logger, pino } from 'pino';
import { prettyFactory } from 'pino-pretty';
import type { Config } from '../config.ts';
import { LogOutput, standardOutput } from './LogOutput.ts';

let output: LogOutput | undefined;
let newest: Logger | undefined;

/**
 * The log of the server, on standard output. Secrets and tokens are never given to it. It never blocks or ends the
 * process: see `LogOutput`.
 */
export function createLogger({ logLevel, logFormat }: Pick<Config, 'logLevel' | 'logFormat'>): Logger {
	output ??= openOutput();
	const format =
		logFormat === 'json'
			? undefined
			: prettyFactory({ colorize: process.stdout.isTTY === true, ignore: 'pid,hostname', singleLine: true });
	const destination = output;
	newest = pino({ level: logLevel }, {
		write: (line: string) => destination.write(format === undefined ? line : format(line)),
		flushSync: () => destination.flushSync(),
	} as pino.DestinationStream);
	return newest;
}

/** Lines of the log that were dropped since the process started, for the metric. */
export function droppedLines(): number {
	return output?.dropped ?? 0;
}

function openOutput(): LogOutput {
	const opened = new LogOutput({
		...standardOutput(),
		onRecovered: (lines) => newest?.warn({ lines }, 'lines of the log were dropped: it could not be written'),
	});
	// Without a listener, a full disk or a reader that is gone would end the process at the next word on them.
	process.stdout.on('error', () => {});
	process.stderr.on('error', () => {});
	process.on('exit', () => opened.flushSync());
	return opened;
}
