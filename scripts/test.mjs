#!/usr/bin/env node
// npm test [-- PART … VITEST-ARGS]: brings what the tests need, runs them, and sums up. Parts, in this order: check,
// unit, media (the composer), scenarios (on SQLite and on PostgreSQL), flood, e2e. For example:
//   npm test -- unit                        npm test -- scenarios rooms           npm test -- e2e -t "hears"
import { findMediaWorker } from './media-worker/cache.mjs';
import { ROOT } from './setup/paths.mjs';
import { setUp } from './setup/setup.mjs';
import { testEnvironment } from './test/environment.mjs';
import { runChecks, runVitest } from './test/parts.mjs';
import { startPostgres } from './test/postgres.mjs';
import { summary } from './test/summary.mjs';

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
const results = [];
for (const part of PARTS.filter((name) => parts.includes(name))) {
	if (part === 'check') results.push(await runChecks(ROOT, env));
	else if (part === 'scenarios') results.push(...(await runScenarios()));
	else if (part === 'flood') results.push(...(await runFlood()));
	else results.push(await runVitest({ name: part, project: part, args, root: ROOT, env }));
}
console.log(summary(results));
process.exitCode = results.some(({ failed }) => failed > 0) ? 1 : 0;

/**
 * @template T
 * @param {(environments: { sqlite: NodeJS.ProcessEnv, postgres: NodeJS.ProcessEnv }) => Promise<T>} work with what the
 *   tests see on each database
 */
async function onBothDatabases(work) {
	const server = await startPostgres();
	try {
		return await work({
			sqlite: { ...env, ROOMCAST_TEST_DATABASE: 'sqlite' },
			postgres: { ...env, ROOMCAST_TEST_DATABASE: 'postgres', ROOMCAST_TEST_DATABASE_URL: server.url },
		});
	} finally {
		await server.stop();
	}
}

/** The same scenarios on both databases, side by side: they wait more than they work. */
function runScenarios() {
	const part = { project: 'scenarios', args, root: ROOT };
	return onBothDatabases(({ sqlite, postgres }) => {
		const onSqlite = runVitest({ ...part, name: 'scenarios on SQLite', env: sqlite });
		return Promise.all([
			onSqlite,
			runVitest({ ...part, name: 'scenarios on PostgreSQL', env: postgres, after: onSqlite }),
		]);
	});
}

/** One after the other: whether a call beside the flood notices can be told only when nothing else has the machine. */
function runFlood() {
	const part = { project: 'flood', args, root: ROOT };
	return onBothDatabases(async ({ sqlite, postgres }) => [
		await runVitest({ ...part, name: 'flood on SQLite', env: sqlite }),
		await runVitest({ ...part, name: 'flood on PostgreSQL', env: postgres }),
	]);
}
