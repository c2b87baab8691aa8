import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
	export interface ProvidedContext {
		/** The folder of the patterns that test files share: see `patternFile`. */
		readonly patterns: string;
	}
}

/** Gives the test files of a project a folder for patterns, as long as the run lasts. */
export default async function providePatternFolder(project: TestProject): Promise<() => Promise<void>> {
	const folder = await mkdtemp(join(tmpdir(), 'roomcast-patterns-'));
	project.provide('patterns', folder);
	return () => rm(folder, { recursive: true, force: true });
}
