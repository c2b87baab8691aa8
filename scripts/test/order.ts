import { basename } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The order of test files where several run at once. A long file that starts last would run alone at the end, and two that
 * need the whole machine would disturb each other.
 */

/** Scenarios that take more than 50 s, the longest first. The others follow, the largest file first. */
export const LONG = ['sessions-recovery', 'sessions', 'clock'];

/** End-to-end tests that mostly wait, the longest first: they run beside one that works. */
export const WAITING = [
	'network-gap',
	'sleep',
	'recovery',
	'recording-crash',
	'whip',
	'sessions',
	'media-tcp',
	'ice-restart',
	'below-path',
];

/** Those that work all the time, by project, the longest first. */
export const BUSY: Readonly<Record<string, readonly string[]>> = {
	media: ['hls.media', 'meeting.media', 'participant.media', 'churn.media', 'recover.media'],
	e2e: [
		'accessibility',
		'meet-failures',
		'hls-watch',
		'sdk-call',
		'firefox',
		'waiting-room',
		'live-ui',
		'invite',
		'recording-ui',
		'recorder-page',
		'templates-meet',
		'lobby-size',
	],
};

/** `hls` for `e2e/timed/hls.e2e.ts`, `hls.media` for `hls.media.test.ts`. */
export const testName = (path: string) => basename(path).replace(/\.(scenario|test|e2e)\.ts$/, '');

/** @returns those that are named, in the order of the names, and the others */
function split(
	files: readonly TestSpecification[],
	names: readonly string[],
): [TestSpecification[], TestSpecification[]] {
	const rank = new Map(names.map((name, index) => [name, index]));
	const at = (file: TestSpecification) => rank.get(testName(file.moduleId));
	const named = files.filter((file) => at(file) !== undefined);
	return [named.sort((a, b) => (at(a) ?? 0) - (at(b) ?? 0)), files.filter((file) => at(file) === undefined)];
}

/** The order for vitest.config.ts: each project decides what kind of order it is. */
export class Order extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const byProject = Map.groupBy(await super.sort(files), ({ project }) => project.name);
		return [...byProject].flatMap(([name, some]) =>
			name === 'scenarios' ? split(some, LONG).flat() : busyBesideWaiting(some, BUSY[name] ?? []),
		);
	}
}

/** A busy one, then one that waits, and so on, so that some of each run at once. */
function busyBesideWaiting(files: readonly TestSpecification[], names: readonly string[]): TestSpecification[] {
	const [busy, others] = split(files, names);
	const waiting = split(others, WAITING).flat();
	const pairs = Array.from({ length: Math.max(busy.length, waiting.length) }, (_, n) => [busy[n], waiting[n]]);
	return pairs.flat().filter((file) => file !== undefined);
}
