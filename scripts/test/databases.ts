/**
 * On which database a whole run takes a scenario. A run that names its files, or has `ROOMCAST_TEST_SCOPE=all`, takes each
 * on both.
 */

/** The database has no part in these: what arrives on the network, media and its files, processes, logs, clocks. */
const ON_SQLITE = [
	'clock',
	'file-modes',
	'flood-cost',
	'hls',
	'http',
	'limits',
	'log-full',
	'media-bitrate',
	'media-dtls',
	'media-floods',
	'media-refusals',
	'media-tcp',
	'outside-names',
	'rateLimit',
	'recording-flood',
	'rfc8725',
	'signals',
	'slow-readers',
	'spare-composers',
	'storage-files',
	'targets',
	'templates',
	'tokens',
	'turn',
	'webhooks-examples',
	'whip',
	'workers',
];

/** Long ones. PostgreSQL is the harder of the two: transactions run beside each other there, and its connections end. */
const ON_POSTGRES = [
	'capture-ends',
	'livestreams',
	'policy',
	'recording-failures',
	'recording-nodes',
	'recording-starts',
	'storage',
	'token-ends',
	'voices',
	'waiting-room-recovery',
	'webhooks-dispatch',
];

/** Globs of the scenarios that this run leaves out. `ROOMCAST_TEST_SCOPE` is set by scripts/test.mjs. */
export function scenariosElsewhere(): string[] {
	const { ROOMCAST_TEST_SCOPE: scope, ROOMCAST_TEST_DATABASE: database } = process.env;
	if (scope !== 'once') return [];
	const others = database === 'postgres' ? ON_SQLITE : ON_POSTGRES;
	return others.map((name) => `packages/server/test/${name}.scenario.ts`);
}
