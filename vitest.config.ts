import { availableParallelism } from 'node:os';
import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { scenariosElsewhere } from './scripts/test/databases.ts';
import { Order } from './scripts/test/order.ts';

// Node.js has no condition `module`, for which some packages have builds that it cannot load.
const conditions = ['roomcast-source', ...defaultServerConditions.filter((condition) => condition !== 'module')];

const END_TO_END = {
	setupFiles: ['e2e/support/closePages.ts'],
	testTimeout: 120_000,
	hookTimeout: 60_000,
	// Limits in seconds against real browsers: a machine that stalls for one is no finding, twice would be.
	retry: 1,
	isolate: false,
};

/** End-to-end tests that measure in ms, or look when each picture is shown: none of the others beside them. */
const TIMED = 'e2e/timed/*.e2e.ts';

/** Two browsers, a whole one among them, fill more than a core: nothing beside them. */
const ALONE = 'e2e/alone/*.e2e.ts';

// Which of these projects `npm test` runs beside each other: see scripts/test.mjs.
export default defineConfig({
	// Workspace packages are tested as they are written, not as they were last built.
	ssr: { resolve: { conditions } },
	resolve: { conditions: ['roomcast-source', ...defaultServerConditions] },
	test: {
		sequence: { sequencer: Order },
		// A limit for hangs: a machine that is busy takes longer than the second that is usual.
		expect: { poll: { timeout: 15_000 } },
		tags: [{ name: 'long', description: 'Repeats at length what shorter tests look at: a whole run leaves it out' }],
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					include: ['packages/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
					exclude: ['**/node_modules/**', '**/dist/**', '**/*.media.test.ts'],
					// What many files import is imported once; they share no state that one could spoil for another.
					isolate: false,
					// In a whole run they have what is left of the machine.
					testTimeout: 60_000,
					// vitest leaves a core free for itself, which on a machine of two halves the speed.
					maxWorkers: availableParallelism(),
				},
			},
			{
				extends: true,
				test: {
					name: 'media',
					include: ['packages/composer/test/**/*.media.test.ts'],
					globalSetup: 'packages/testing/src/media/patternFolder.ts',
					exclude: ['**/node_modules/**'],
					// Media in real time: a test measures the machine while a virtual machine is paused.
					retry: 2,
					// One that encodes, and beside it one that waits for servers which do not answer.
					maxWorkers: 2,
				},
			},
			{
				extends: true,
				test: {
					name: 'scenarios',
					include: ['packages/server/test/**/*.scenario.ts'],
					exclude: ['**/node_modules/**', 'packages/server/test/flood*.scenario.ts', ...scenariosElsewhere()],
					testTimeout: 90_000,
					hookTimeout: 60_000,
					// As above: each would import the whole server.
					isolate: false,
					// They wait more than they work: for servers to start, for limits to pass.
					maxWorkers: availableParallelism() + 2,
				},
			},
			{
				extends: true,
				test: {
					name: 'flood',
					include: ['packages/server/test/flood*.scenario.ts'],
					exclude: ['**/node_modules/**', ...scenariosElsewhere()],
					testTimeout: 120_000,
					hookTimeout: 30_000,
					// They look at how soon others are answered: a machine that stalls once is no finding, and nothing is beside them.
					retry: 1,
					maxWorkers: 1,
				},
			},
			{
				extends: true,
				test: {
					...END_TO_END,
					name: 'e2e',
					include: ['e2e/**/*.e2e.ts'],
					exclude: ['**/node_modules/**', TIMED, ALONE],
					// One that works, and beside it two that wait more than they work.
					maxWorkers: availableParallelism() + 1,
				},
			},
			{
				extends: true,
				test: {
					...END_TO_END,
					name: 'timed-e2e',
					include: [TIMED],
					// Browsers, server and media worker together fill a small machine.
					maxWorkers: 1,
					sequence: { groupOrder: 1 },
				},
			},
			{
				extends: true,
				test: {
					...END_TO_END,
					name: 'e2e-alone',
					include: [ALONE],
					maxWorkers: 1,
					sequence: { groupOrder: 2 },
				},
			},
		],
	},
});
