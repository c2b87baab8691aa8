import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** Waits until everything that fades or glides has arrived: halfway, a text is too pale. */
async function stillness(page: Page): Promise<void> {
	await page.evaluate(async () => {
		const moving = () =>
			document
				.getAnimations()
				.filter(({ effect }) => effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
				.filter(({ playState }) => playState !== 'finished');
		// What takes its colour from something that fades may begin when that has arrived.
		do {
			await Promise.all(moving().map(({ finished }) => finished.catch(() => {})));
			for (let frame = 0; frame < 2; frame++) await new Promise((drawn) => requestAnimationFrame(drawn));
		} while (moving().length > 0);
	});
}

/** The rules that look at colours: the only ones for which dark can differ from light. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds on a page as it stands, in light and dark. Every rule that is on by default counts, best practices too.
 *
 * @returns a line for each element and rule; empty when all is well
 */
export async function axeFindings(page: Page): Promise<string[]> {
	// Not as a `<script>`, which the policy of the page forbids.
	if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
	const found: string[] = [];
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		await stillness(page);
		const rules = colorScheme === 'light' ? {} : { runOnly: OF_COLOURS };
		// Results for elements that pass cost more than the rules themselves.
		const options: axe.RunOptions = { ...rules, resultTypes: ['violations'] };
		const { violations } = await page.evaluate(
			(options) => (globalThis as unknown as { axe: typeof axe }).axe.run(options),
			options,
		);
		for (const { id, nodes } of violations)
			for (const { target, failureSummary } of nodes)
				found.push(`${colorScheme} ${id} at ${target.join(' ')}: ${failureSummary}`);
	}
	return found;
}
