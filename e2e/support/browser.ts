import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processesOf } from '@roomcast/testing/processes/processes';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import type { OwnNetwork } from './OwnNetwork.ts';
import { onWorkerEnd } from './onWorkerEnd.ts';
import { opened } from './openedPages.ts';
import { COLOURS, type VideoSize, writeColourVideo } from './y4m.ts';

/** As few pictures as a test can wait for: each costs a page the same, whatever its size. */
const SMALL: VideoSize = { width: 320, height: 180, rate: 5 };
const LARGE: VideoSize = { width: 640, height: 360, rate: 20 };
/**
 * The layout of a wide window, with as few CSS pixels to draw as that has. What moves for its own sake would be drawn sixty
 * times a second, at a fifth of what a page costs.
 */
const AS_USUAL = { viewport: { width: 1024, height: 576 }, reducedMotion: 'reduce' } satisfies BrowserContextOptions;

export interface TestBrowserOptions {
	/** What its fake camera shows; green when absent. */
	readonly colour?: keyof typeof COLOURS;
	/** A camera of 640×360 at 20 frames/s instead of 320×180 at 5: a picture large enough for more than one layer. */
	readonly largeCamera?: boolean;
	/** All of Chromium, with the parts around the page: what asks for permission, what people run. */
	readonly whole?: boolean;
	/** More command-line flags. */
	readonly args?: string[];
	/** Without a camera and a microphone. */
	readonly noDevices?: boolean;
	/** Run in a network of its own. */
	readonly network?: OwnNetwork;
	/** A process of its own, which the test freezes or kills. Browsers with equal options share one otherwise. */
	readonly own?: boolean;
}

/** Chromium, or what is enough of it for a page. */
function program(whole = false): string {
	const { ROOMCAST_TEST_CHROMIUM: chromium = '/usr/bin/chromium', ROOMCAST_TEST_BROWSER: shell = chromium } =
		process.env;
	return whole ? chromium : shell;
}

/** Opens microphones without the browser's filters, which cost a third of a call and are not what is tested. */
function takeSoundAsItIs(): void {
	// Only secure contexts have devices.
	const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
	if (mediaDevices === undefined) return;
	const open = mediaDevices.getUserMedia.bind(mediaDevices);
	mediaDevices.getUserMedia = ({ audio, ...rest } = {}) => {
		const asked = typeof audio === 'object' ? audio : {};
		const raw = { ...asked, echoCancellation: false, noiseSuppression: false, autoGainControl: false };
		return open({ ...rest, ...(audio ? { audio: raw } : {}) });
	};
}

interface Running {
	readonly browser: Browser;
	/** Of its camera's picture. */
	readonly folder: string;
}

/** Processes that tests share, by the options that started them. They end with the worker that runs the tests. */
const shared = new Map<string, Promise<Running>>();

function sharedWith(options: TestBrowserOptions): Promise<Running> {
	const key = JSON.stringify(options);
	const there = shared.get(key);
	if (there !== undefined) return there;
	const started = start(options);
	shared.set(key, started);
	// One that failed, or ended, is nothing to share.
	const forget = () => shared.delete(key);
	started.then(({ browser, folder }) => {
		browser.once('disconnected', forget);
		onWorkerEnd(() => rmSync(folder, { recursive: true, force: true }));
	}, forget);
	return started;
}

async function start(options: TestBrowserOptions): Promise<Running> {
	const folder = await mkdtemp(join(tmpdir(), 'roomcast-browser-'));
	const args = [
		'--disable-gpu',
		'--disable-background-networking',
		'--disable-component-update',
		'--disable-sync',
		'--no-first-run',
		'--disable-quic',
		'--autoplay-policy=no-user-gesture-required',
		// Six pages of one room share a machine: hidden ones must continue.
		'--disable-renderer-backgrounding',
		'--disable-background-timer-throttling',
		'--disable-backgrounding-occluded-windows',
		// Loopback candidates without mDNS names: there is nobody to resolve them. No process is kept ready for a page that
		// may come.
		'--disable-features=WebRtcHideLocalIpsWithMdns,SpareRendererForSitePerProcess',
		...(options.args ?? []),
	];
	if (!options.noDevices) {
		const file = join(folder, 'camera.y4m');
		await writeColourVideo(file, COLOURS[options.colour ?? 'green'], options.largeCamera ? LARGE : SMALL);
		args.push('--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream');
		// Chromium's own pattern has any size that is requested, and costs more than the rest of a call.
		args.push(`--use-file-for-fake-video-capture=${file}`);
	}
	const browser = await chromium.launch({
		executablePath: (await options.network?.program(program(options.whole))) ?? program(options.whole),
		// In a namespace every user is root.
		chromiumSandbox: process.getuid?.() !== 0 && options.network === undefined,
		args,
		ignoreDefaultArgs: ['--mute-audio'],
	});
	browser.once('disconnected', () => void rm(folder, { recursive: true, force: true }));
	return { browser, folder };
}

/** A Chromium with a fake camera and microphone, which remembers nothing of other tests. */
export class TestBrowser {
	readonly context: BrowserContext;
	readonly #running: Running;
	readonly #own: boolean;
	readonly #contexts: BrowserContext[];

	private constructor(running: Running, context: BrowserContext, own: boolean) {
		this.context = context;
		this.#running = running;
		this.#own = own;
		this.#contexts = [context];
	}

	static async launch(options: TestBrowserOptions = {}): Promise<TestBrowser> {
		const own = options.own === true || options.network !== undefined;
		const running = await (own ? start(options) : sharedWith(options));
		const context = await running.browser.newContext(AS_USUAL);
		await context.addInitScript(takeSoundAsItIs);
		return new TestBrowser(running, context, own);
	}

	/** A page of `context`. One that a test opens is closed when that ends. */
	async page(url?: string): Promise<Page> {
		const page = await this.context.newPage();
		opened.add(page);
		if (url !== undefined) await page.goto(url);
		return page;
	}

	/** A context of its own, as for another person: a window of another size, a phone. */
	async newContext(options: BrowserContextOptions = {}): Promise<BrowserContext> {
		const { reducedMotion } = AS_USUAL;
		const context = await this.#running.browser.newContext({ reducedMotion, ...options });
		this.#contexts.push(context);
		return context;
	}

	/** Crashes it: no page says goodbye. It must have a process of its own. */
	async crash(): Promise<void> {
		const session = await this.#running.browser.newBrowserCDPSession();
		await session.send('Browser.crash').catch(() => {});
	}

	/** Freezes all of its processes, as on a laptop that sleeps. It must have a process of its own. */
	async freeze(): Promise<void> {
		await this.#signal('SIGSTOP');
	}

	/** Continues after `freeze()`. */
	async thaw(): Promise<void> {
		await this.#signal('SIGCONT');
	}

	/** Sends a signal to the browser and its helpers. */
	async #signal(signal: NodeJS.Signals): Promise<void> {
		for (const pid of await processesOf(this.#running.folder)) process.kill(pid, signal);
	}

	/** Pages first: a page that is closed leaves its call, while a server waits for those whose browser just died. */
	async close(): Promise<void> {
		const pages = this.#contexts.flatMap((context) => context.pages());
		await Promise.all(pages.map((page) => page.close().catch(() => {})));
		await Promise.all(this.#contexts.map((context) => context.close().catch(() => {})));
		if (this.#own) await this.#running.browser.close().catch(() => {});
	}
}
