/**
 * Scenarios in which the database has no part: what arrives on the network and is refused or taken, media and its files,
 * processes, logs, clocks. In a whole run they are run on SQLite alone; a run that names its files runs them on both.
 */
const ON_ANY_DATABASE = [
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

/** Globs of the scenarios that this run leaves out. `ROOMCAST_TEST_SCOPE` is set by scripts/test.mjs. */
export function scenariosElsewhere(): string[] {
	if (process.env.ROOMCAST_TEST_SCOPE !== 'database') return [];
	return ON_ANY_DATABASE.map((name) => `packages/server/test/${name}.scenario.ts`);
}
