import { globSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ON_POSTGRES, ON_SQLITE } from './databases.ts';
import { BUSY, LONG, testName, WAITING } from './order.ts';

const named = (pattern: string) => globSync(pattern, { cwd: `${import.meta.dirname}/../..` }).map(testName);

it.each([
	['packages/server/test/*.scenario.ts', [...LONG, ...ON_SQLITE, ...ON_POSTGRES]],
	['packages/composer/test/**/*.media.test.ts', BUSY.media],
	['e2e/*.e2e.ts', [...WAITING, ...(BUSY.e2e ?? [])]],
])('each name in a list of tests is one of %s', (pattern, names = []) => {
	expect(named(pattern)).toEqual(expect.arrayContaining([...names]));
});

it('each scenario that a whole run takes on one database is in one list', () => {
	expect(ON_SQLITE.filter((name) => ON_POSTGRES.includes(name))).toEqual([]);
});
