import { until } from '@roomcast/testing/until';
import type { Page } from 'playwright-core';
import type { TestBrowser } from '../browser.ts';
import type { TestServer } from '../server.ts';

/** What the app shows to the tests; see `log.js`. */
interface AppWindow {
	// biome-ignore lint/suspicious/noExplicitAny: what the hooks of three versions return.
	app: any;
	log: { event: string; args: unknown[] }[];
}

/** A page with the app on it, which is in a call once it joined. */
export class ReactPage {
	readonly page: Page;
	readonly id: string;
	/** Errors that nobody caught. */
	readonly faults: string[];

	private constructor(page: Page, id: string, faults: string[]) {
		this.page = page;
		this.id = id;
		this.faults = faults;
	}

	/** @param code of the app */
	static async open(
		browser: TestBrowser,
		server: TestServer,
		code: string,
		config: { meetingId: string; participantId: string; signalingBaseUrl: string },
	): Promise<ReactPage> {
		const page = await browser.page();
		const faults: string[] = [];
		page.on('pageerror', (error) => faults.push(String(error)));
		const hash = new URLSearchParams({ token: server.token(), ...config });
		await page.goto(`${server.url}/healthz#${hash}`);
		await page.addScriptTag({ type: 'module', content: code });
		await page.waitForSelector('#joined');
		return new ReactPage(page, config.participantId, faults);
	}

	/** Runs an expression in which `app` is what the hooks returned last. */
	run<T>(expression: string): Promise<T> {
		return this.page.evaluate(`(async () => (${expression}))()`) as Promise<T>;
	}

	/** The code of the error with which a call is refused, or the value that it resolves with. */
	refusal(expression: string): Promise<unknown> {
		return this.page.evaluate(
			`(async () => { try { return await (${expression}); } catch (error) { return error.code; } })()`,
		);
	}

	/** What handlers got so far, of one name or of all. */
	async log(event?: string): Promise<{ event: string; args: unknown[] }[]> {
		const all = await this.page.evaluate(() => (window as unknown as AppWindow).log);
		return event === undefined ? all : all.filter((one) => one.event === event);
	}

	/** Waits until a handler got something. */
	async gets(event: string, what: (...args: never[]) => boolean = () => true): Promise<void> {
		await until(`${this.id} gets ${event}`, async () =>
			(await this.log(event)).some(({ args }) => what(...(args as never[]))),
		);
	}

	/** Waits until the page shows a text in an element. */
	async shows(selector: string, text: string | RegExp): Promise<void> {
		const shown = async () => (await this.page.locator(selector).allTextContents()).join('\n');
		await until(`${this.id} shows ${text} in ${selector}`, async () =>
			typeof text === 'string' ? (await shown()).includes(text) : text.test(await shown()),
		);
	}

	/** Waits until the picture of somebody moves, whichever element shows it. */
	async seesMoving(participantId: string): Promise<void> {
		const frames = () =>
			this.page.evaluate((id) => {
				const video = document.querySelector<HTMLVideoElement>(`#person-${id} video`);
				return video?.srcObject ? video.getVideoPlaybackQuality().totalVideoFrames : -1;
			}, participantId);
		let before = await frames();
		await until(`${this.id} sees ${participantId} move`, async () => {
			const now = await frames();
			if (now < before) before = now;
			return before >= 0 && now >= before + 3;
		});
	}
}
