/**
 * On which database a whole run takes a scenario. A run that names its files, or has `ROOMCAST_TEST_SCOPE=all`, takes each
 * on both.
 */

/**
 * The database has little or no part in these: what arrives on the network, media and its files, processes, logs, clocks,
 * permissions.
 */
export const ON_SQLITE = [
	'bus',
	'clock',
	'data-folder',
	'file-modes',
	'first-key',
	'flood',
	'flood-cost',
	'hls',
	'hls-storage',
	'http',
	'identity',
	'join-races',
	'limits',
	'log-full',
	'media-bitrate',
	'media-dtls',
	'media-floods',
	'media-refusals',
	'media-tcp',
	'output-kinds',
	'outside-names',
	'policy',
	'proxies',
	'rateLimit',
	'recording-flood',
	'rfc8725',
	'room-spread',
	'router-graph',
	'sdk',
	'security-log',
	'signalling',
	'signalling-misuse',
	'signals',
	'slow-readers',
	'spare-composers',
	'storage-files',
	'targets',
	'templates',
	'token-life',
	'tokens',
	'turn',
	'user-mistakes',
	'webhooks-clock',
	'webhooks-examples',
	'whip',
	'workers',
];

/**
 * Long ones, and those whose statements unit tests run on SQLite. PostgreSQL is the harder of the two: transactions run
 * in parallel there, and its connections can break.
 */
export const ON_POSTGRES = [
	'capture-ends',
	'chat',
	'cluster',
	'cluster-faults',
	'crash',
	'deadlocks',
	'homes',
	'invitations',
	'key-revocation',
	'keys',
	'livestreams',
	'quality-retention',
	'recording-failures',
	'recording-nodes',
	'recording-races',
	'recording-repair',
	'recording-starts',
	'recordings',
	'sessions',
	'sessions-elsewhere',
	'sessions-recovery',
	'storage',
	'storage-outcomes',
	'stored-together',
	'tenants',
	'token-ends',
	'voices',
	'waiting-room',
	'waiting-room-recovery',
	'webhooks',
	'webhooks-crash',
	'webhooks-dispatch',
	'webhooks-retries',
];

/** Globs of the scenarios that this run leaves out. `ROOMCAST_TEST_SCOPE` is set by scripts/test.mjs. */
export function scenariosElsewhere(): string[] {
	const { ROOMCAST_TEST_SCOPE: scope, ROOMCAST_TEST_DATABASE: database } = process.env;
	if (scope !== 'once') return [];
	const others = database === 'postgres' ? ON_SQLITE : ON_POSTGRES;
	return others.map((name) => `packages/server/test/${name}.scenario.ts`);
}
