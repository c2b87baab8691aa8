#!/usr/bin/env node
// npm test [-- PART … VITEST-ARGS]: installs what the tests need, runs them, and sums up. Parts: check, unit, media (the
// composer), scenarios (on SQLite and on PostgreSQL), flood, e2e. For example:
//   npm test -- unit                        npm test -- scenarios rooms           npm test -- e2e -t "hears"
import { findMediaWorker } from './media-worker/cache.mjs';
import { ROOT } from './setup/paths.mjs';
import { setUp } from './setup/setup.mjs';
import { testEnvironment } from './test/environment.mjs';
import { runChecks, runVitest } from './test/parts.mjs';
import { startPostgres } from './test/postgres.mjs';
import { summary } from './test/summary.mjs';
import { pardonEmpty } from './test/vitest-report.mjs';

const PARTS = ['check', 'unit', 'media', 'scenarios', 'flood', 'e2e'];

const words = process.argv.slice(2);
const named = words.findIndex((word) => !PARTS.includes(word));
const chosen = named === -1 ? words : words.slice(0, named);
const args = words.slice(chosen.length);
const parts = chosen.length > 0 ? chosen : PARTS;

const { cache } = await setUp({
	tests: true,
	pages: parts.some((part) => ['scenarios', 'flood', 'e2e'].includes(part)),
});
const env = testEnvironment(findMediaWorker(cache)?.path);
/** @param {string} part */
const wanted = (part) => parts.includes(part);
/** A run of named files uses both databases: see scripts/test/databases.ts. */
const scope = env.ROOMCAST_TEST_SCOPE ?? (args.length === 0 ? 'once' : 'all');
const tags = scope === 'once' ? ['--tagsFilter=!long'] : [];
const shared = { args: [...args, ...tags], root: ROOT, env };
const sqlite = { ...env, ROOMCAST_TEST_SCOPE: scope, ROOMCAST_TEST_DATABASE: 'sqlite' };

/** Whether the end-to-end tests that measure run first, on their own: arguments may name a file of the others. */
const apart = args.length === 0 && wanted('e2e') && (wanted('check') || wanted('unit'));

// Runs what is measured in real time and, with the rest of the machine, what only has to be correct.
const results = await beside(wanted('media') && { name: 'media', project: 'media' }, runScenarios);
results.push(...(await beside(apart && { name: 'e2e, timed', project: 'timed-e2e' }, runChecksAndUnits)));
if (wanted('flood')) results.push(...(await runFlood()));
// Browsers, server and composer fill a small machine.
if (wanted('e2e')) results.push(await runVitest({ ...shared, name: 'e2e', project: apart ? 'e2e*' : '*e2e*' }));
await Promise.all(results.map(({ shown }) => shown));
console.log(summary(results));
process.exitCode = results.some(({ failed }) => failed > 0) ? 1 : 0;

/**
 * @typedef {import('./test/parts.mjs').PartResult[]} Results
 * @typedef {typeof shared & { after: Promise<unknown>, gentle: boolean }} Beside
 */

/**
 * @param {{ name: string, project: string } | false} measured false when it is not wanted
 * @param {(how: Beside) => Promise<Results>} other gentle to what is measured, and shown after it
 * @returns {Promise<Results>}
 */
async function beside(measured, other) {
	if (!measured) return other({ ...shared, after: Promise.resolve(), gentle: false });
	const after = runVitest({ ...shared, ...measured });
	return [...(await other({ ...shared, after, gentle: true })), await after];
}

/** @param {Beside} how */
async function runChecksAndUnits(how) {
	const done = [];
	if (wanted('check')) done.push(await runChecks(how));
	if (wanted('unit')) done.push(await runVitest({ ...how, name: 'unit', project: 'unit' }));
	return done;
}

/**
 * @template T
 * @param {(postgres: NodeJS.ProcessEnv) => Promise<T>} work with the environment of tests on a PostgreSQL of their own
 */
async function onPostgres(work) {
	const server = await startPostgres();
	try {
		return await work({ ...sqlite, ROOMCAST_TEST_DATABASE: 'postgres', ROOMCAST_TEST_DATABASE_URL: server.url });
	} finally {
		await server.stop();
	}
}

/**
 * Scenarios on both databases, side by side: they wait more than they work.
 *
 * @param {Beside} how
 * @returns {Promise<Results>}
 */
async function runScenarios(how) {
	if (!wanted('scenarios')) return [];
	const part = { ...how, project: 'scenarios' };
	return onPostgres((postgres) => {
		const onSqlite = runVitest({ ...part, name: 'scenarios on SQLite', env: sqlite });
		const after = Promise.all([how.after, onSqlite]);
		const others = runVitest({ ...part, name: 'scenarios on PostgreSQL', env: postgres, after });
		return Promise.all([onSqlite, others]).then(pardonEmpty);
	});
}

/** One after the other: the effect of the flood on a parallel call is only visible on an otherwise idle machine. */
async function runFlood() {
	const part = { ...shared, project: 'flood' };
	const onSqlite = await runVitest({ ...part, name: 'flood on SQLite', env: sqlite });
	if (scope === 'once') return [onSqlite];
	return [onSqlite, await onPostgres((env) => runVitest({ ...part, name: 'flood on PostgreSQL', env }))];
}
