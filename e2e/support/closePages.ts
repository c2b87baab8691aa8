/** Setup file of the end-to-end tests. */
import { afterEach, beforeEach } from 'vitest';
import { opened } from './openedPages.ts';

beforeEach(() => opened.clear());

/**
 * Closes the pages that a test opened, after each of its tries: they would go on sending, and the next try would starve.
 * Which of several concurrent tests opened a page is unknown; those close theirs.
 */
afterEach(async ({ task }) => {
	if (task.concurrent) return;
	await Promise.all([...opened].map((page) => page.close().catch(() => {})));
});
