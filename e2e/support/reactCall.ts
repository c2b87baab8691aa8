import { join } from 'node:path';
import type { MeetingOptions } from '@roomcast/client';
import type { Page } from 'playwright-core';
import { bundle, type ReactVersion } from '../../packages/react/test/bundle.ts';
import type { TestBrowser } from './browser.ts';
import type { TestServer } from './server.ts';

/** What the page of a call has for tests; its script says more. */
interface TestCall {
	show(options: object): void;
	hide(): void;
	readonly rendered: Record<string, number>;
	readonly heard: string[];
}
declare const window: { call: TestCall } & Window;

const ENTRY = join(import.meta.dirname, '../../packages/react/test/call.tsx');
const bundles = new Map<ReactVersion, Promise<string>>();

/** The script of the test page, made once for each version of React. */
function script(react: ReactVersion): Promise<string> {
	const made = bundles.get(react) ?? bundle(ENTRY, { react });
	bundles.set(react, made);
	return made;
}

export interface ReactCallOptions extends Partial<MeetingOptions> {
	readonly roomId: string;
	readonly participantId: string;
	readonly react?: ReactVersion;
	readonly strict?: boolean;
	/** Runs in the page before any of its scripts. */
	readonly prepare?: () => void;
}

/** A page of hooks and components: `packages/react/test/call.tsx`. */
export class ReactCall {
	readonly page: Page;
	readonly id: string;
	readonly #options: object;

	private constructor(page: Page, id: string, options: object) {
		this.page = page;
		this.id = id;
		this.#options = options;
	}

	/** Opens the page; {@link show} shows the call. */
	static async open(browser: TestBrowser, server: TestServer, options: ReactCallOptions): Promise<ReactCall> {
		const { roomId, participantId, react = 19, strict = false, prepare, ...more } = options;
		const code = await script(react);
		const page = await browser.page();
		await page.addInitScript('globalThis.__name = (target) => target');
		if (prepare) await page.addInitScript(prepare);
		await page.goto(`${server.url}/healthz`);
		// Small enough that all are in sight: else nothing would be received.
		const style = '<style>section div { width: 160px; height: 90px }</style>';
		await page.setContent(`<!doctype html><title>Call</title>${style}<div id="root"></div>`);
		await page.addScriptTag({ type: 'module', content: code });
		await page.waitForFunction(() => window.call !== undefined);
		const config = {
			meetingId: roomId,
			participantId,
			name: participantId,
			signalingBaseUrl: server.url,
			micEnabled: true,
			webcamEnabled: true,
			...more,
		};
		return new ReactCall(page, participantId, { config, token: server.token(), strict });
	}

	/** Shows the call. @param joins enters at once */
	async show(joins = true): Promise<void> {
		await this.page.evaluate((options) => window.call.show(options), { ...this.#options, joins });
	}

	/** Takes it from the page. */
	async hide(): Promise<void> {
		await this.page.evaluate(() => window.call.hide());
	}

	/** Runs an expression that finds `call`. */
	run<T = void>(expression: string): Promise<T> {
		return this.page.evaluate<T>(expression);
	}

	/** Waits until everybody of these is in the call, oneself first. */
	async sees(...ids: string[]): Promise<void> {
		await this.page.waitForFunction(
			(all) =>
				[...document.querySelectorAll('section')]
					.map(({ id }) => id)
					.sort()
					.join() === all,
			ids.sort().join(),
		);
	}

	/** Waits until somebody's picture moves. */
	async watches(id: string, video: 'camera' | 'screen' = 'camera'): Promise<void> {
		await this.page.waitForFunction(
			(selector) =>
				(document.querySelector<HTMLVideoElement>(selector)?.getVideoPlaybackQuality().totalVideoFrames ?? 0) > 3,
			`#${id} .${video}`,
		);
	}

	/** Waits until something is heard, and all that was is returned. */
	async hears(what: string): Promise<string[]> {
		await this.page.waitForFunction((one) => window.call.heard.includes(one), what);
		return this.page.evaluate(() => window.call.heard);
	}

	/** What a part of the page says. */
	text(selector: string): Promise<string> {
		return this.page.locator(selector).innerText();
	}

	/** Waits until a part of the page says something. */
	async says(selector: string, text: string): Promise<void> {
		await this.page.locator(selector, { hasText: text }).first().waitFor({ state: 'attached' });
	}

	/**
	 * Which components were rendered by something, and how often.
	 *
	 * @param settled waits until it has happened
	 */
	async rendersFor(action: () => Promise<unknown>, settled: () => Promise<unknown>): Promise<Record<string, number>> {
		const before = await this.page.evaluate(() => ({ ...window.call.rendered }));
		await action();
		await settled();
		const after = await this.page.evaluate(() => ({ ...window.call.rendered }));
		const added = Object.entries(after).map(([id, count]): [string, number] => [id, count - (before[id] ?? 0)]);
		return Object.fromEntries(added.filter(([, count]) => count > 0));
	}
}
