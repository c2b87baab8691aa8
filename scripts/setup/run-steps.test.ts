import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createProgress } from './progress.mjs';
import { runSteps } from './run-steps.mjs';
import { type Context, type Step, StepError } from './step.mjs';

let cache: string;
let shown: string;
let done: string[];

beforeEach(() => {
	cache = mkdtempSync(join(tmpdir(), 'roomcast-steps-'));
	shown = '';
	done = [];
});

afterEach(() => rmSync(cache, { recursive: true }));

const progress = createProgress({
	write: (text: string) => {
		shown += text;
	},
});

function context(): Context {
	return { root: '/clone', cache, env: {}, tests: false, pages: true, log: { path: '', write: () => {} } };
}

function step(name: string, run: Step['run'] = async () => 'fine'): Step {
	return {
		name,
		needed: () => (done.includes(name) ? undefined : 'doing it'),
		run: async (...args) => {
			const result = await run(...args);
			done.push(name);
			return result;
		},
		howTo: { debian: '', linux: '', macos: '' },
	};
}

test('steps that are needed are done in order, each with its result and time', async () => {
	done.push('second');
	expect(await runSteps([step('first'), step('second'), step('third')], context(), progress)).toBe(2);
	expect(done).toEqual(['second', 'first', 'third']);
	expect(shown).toMatch(
		/^… first: doing it\n✓ first: fine {2}\d\.\d s\n… third: doing it\n✓ third: fine {2}\d\.\d s\n$/,
	);
});

test('with nothing to do, nothing is shown and nothing written', async () => {
	done.push('only');
	expect(await runSteps([step('only')], context(), progress)).toBe(0);
	expect(shown).toBe('');
	expect(existsSync(join(cache, 'locks'))).toBe(false);
});

test('a step that an earlier one made superfluous is left out', async () => {
	const download = step('download', async () => {
		done.push('build');
		return 'got it';
	});
	await runSteps([download, step('build', () => expect.unreachable())], context(), progress);
	expect(done).toEqual(['build', 'download']);
});

test('after a failed step no other is tried, and the error names the step', async () => {
	const failing = step('failing', async () => {
		throw new Error('no network');
	});
	const run = runSteps([failing, step('later')], context(), progress);
	await expect(run).rejects.toThrow(new StepError(failing, new Error('no network')));
	expect(done).toEqual([]);
	expect(shown).toContain('✗ failing: failed');
});

test('of two setups of one clone, the second waits and finds the work done', async () => {
	const slow = step('slow', async () => {
		await sleep(50);
		return 'done once';
	});
	const counts = await Promise.all([runSteps([slow], context(), progress), runSteps([slow], context(), progress)]);
	expect(counts.sort()).toEqual([0, 1]);
	expect(shown).toContain('another setup of this clone is running');
});
