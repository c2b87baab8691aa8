import type { Page } from 'playwright-core';

/** Most presses of Tab to get anywhere on a page. */
const MOST = 60;

/** What has the focus: its test id, else its name, else its tag. */
export function focused(page: Page): Promise<string> {
	return page.evaluate(() => {
		const { activeElement } = document;
		const { testid } = (activeElement as HTMLElement | null)?.dataset ?? {};
		return testid ?? activeElement?.getAttribute('aria-label') ?? activeElement?.tagName ?? 'nothing';
	});
}

/** Presses Tab until something of this name has the focus. @throws when nothing of that name can be reached */
export async function tabTo(page: Page, name: string): Promise<void> {
	const passed: string[] = [];
	for (let press = 0; press < MOST; press++) {
		await page.keyboard.press('Tab');
		const stop = await stopOf(page);
		if (stop.name === name) return;
		passed.push(stop.name);
	}
	throw new Error(`${name} is not reached by Tab: ${passed.join(', ')}`);
}

/** Where the focus is: its accessible name, and whether it is visible. */
interface Stop {
	readonly name: string;
	readonly visible: boolean;
}

function stopOf(page: Page): Promise<Stop> {
	return page.evaluate(() => {
		const element = document.activeElement as HTMLElement;
		const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
		const label = labels.map(({ textContent }) => textContent).join(' ');
		const name = element.getAttribute('aria-label') ?? (label || element.textContent || element.tagName);
		const { outlineStyle, outlineWidth } = getComputedStyle(element);
		return { name: name.trim(), visible: outlineStyle !== 'none' && outlineWidth !== '0px' };
	});
}

/** All stops of Tab, once around the page from where the focus is. */
export async function tabStops(page: Page): Promise<Stop[]> {
	const stops: Stop[] = [];
	for (let press = 0; press < MOST; press++) {
		await page.keyboard.press('Tab');
		// After the last one comes the browser itself, which a page sees as its body.
		if (await page.evaluate(() => document.activeElement === document.body)) return stops;
		stops.push(await stopOf(page));
	}
	throw new Error(`Tab does not come to an end: ${stops.map(({ name }) => name).join(', ')}`);
}
