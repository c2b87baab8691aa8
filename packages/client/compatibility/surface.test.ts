import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as values from '../src/index.ts';
import { missingNames } from './compare.ts';
import { writeProject } from './project.ts';
import { REASONS } from './reasons.ts';
import { findSurface, readSurface } from './surface.ts';

const rows = await readSurface();

it('has every name that it had when it was compared', async () => {
	const folder = await mkdtemp(join(tmpdir(), 'roomcast-surface-'));
	try {
		const project = await writeProject(undefined, folder);
		const there = rows.filter(({ found }) => found !== 'missing');
		expect(missingNames(project, values, there)).toEqual([]);
	} finally {
		await rm(folder, { recursive: true });
	}
}, 60_000);

it('explains every difference, and nothing that does not exist', () => {
	const unexplained = rows.filter(({ found, why }) => found !== 'same' && why === undefined);
	expect(unexplained).toEqual([]);
	const explained = rows.filter(({ why }) => why !== undefined).map(({ group, name, why }) => [group, name, why]);
	const reasons = Object.entries(REASONS).flatMap(([group, names]) =>
		Object.entries(names).map(([name, why]) => [group, name, why]),
	);
	expect(explained.toSorted()).toEqual(reasons.toSorted());
});

// It takes the official package from the registry: CONTRIBUTING.md says how to run it.
it.runIf(process.env.ROOMCAST_TEST_VIDEOSDK)(
	'is as the official declarations say (npm run compare -w @roomcast/client)',
	async () => {
		expect(await findSurface()).toEqual(rows);
	},
	120_000,
);
