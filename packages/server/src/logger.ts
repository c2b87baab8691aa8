import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';
import type { Config } from './config.ts';

/** The log of the server, on standard output. Secrets and tokens are never given to it. */
export function createLogger({ logLevel, logFormat }: Pick<Config, 'logLevel' | 'logFormat'>): Logger {
	const options = { level: logLevel };
	if (logFormat === 'json') return pino(options);
	return pino(
		options,
		pretty({ colorize: process.stdout.isTTY === true, ignore: 'pid,hostname', singleLine: true, sync: true }),
	);
}
