import { epochMs } from '../time/clock.ts';

/** ms between two looks. */
const INTERVAL = 1000;
/** A look that comes so much later than the last, in ms, means that nothing ran in between. */
const ASLEEP = 5000;

/**
 * Notices that the machine slept, or that the browser froze the page: timers stand still meanwhile, and nothing tells
 * when that ends. On some systems the monotonic clock stands still too, so the wall clock is asked as well; one that is
 * set forward looks like a sleep, which costs a probe.
 *
 * @param woke called afterwards
 * @returns ends it
 */
export function watchSleep(woke: () => void): () => void {
	let [monotonic, wall] = [performance.now(), epochMs()];
	const timer = setInterval(() => {
		const passed = Math.max(performance.now() - monotonic, epochMs() - wall);
		[monotonic, wall] = [performance.now(), epochMs()];
		if (passed >= ASLEEP) woke();
	}, INTERVAL);
	return () => clearInterval(timer);
}
