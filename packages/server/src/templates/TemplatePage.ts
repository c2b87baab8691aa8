import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { DtlsParameters, RtpParameters } from '@roomcast/contract';
import { BlamedError } from '../log/BlamedError.ts';
import type { LocalSource } from '../media/LocalSource.ts';
import { within } from '../time/within.ts';
import { Browser, type BrowserOptions } from './Browser.ts';
import type { DevToolsEvent } from './DevTools.ts';

export interface TemplatePageOptions extends Omit<BrowserOptions, 'flags' | 'udpOrigins'> {
	/** What is shown. */
	readonly url: string;
	/** Whether it is a page of this server, whose media may go past the proxy. */
	readonly own: boolean;
	/** Port of the proxy that lets it out. */
	readonly proxyPort: number;
	/** Size of the page, in pixels. */
	readonly size: { readonly width: number; readonly height: number };
	/** ms that the page has to load. */
	readonly loadTimeout: number;
	/** Path of the built driver. */
	readonly driver: string;
	/** Who the recorder takes it for. */
	readonly participantId: string;
}

const FRAME_RATE = 30;
/** Bits of a pixel of a frame: about 4 Mbit/s at 720p. */
const BITS_PER_PIXEL = 0.145;
/** Where the driver seems to be; a secure context, because only there tabs are captured. Nothing is looked up. */
const DRIVER_URL = 'https://driver.roomcast.invalid/';
/** ms between two questions whether the page still runs. */
const WATCH_INTERVAL = 10_000;
/** Attempts at capturing: the page may be changing its title at the same moment. */
const CAPTURE_ATTEMPTS = 4;
/** ms of one. */
const CAPTURE_TIMEOUT = 5_000;
/** ms between two looks at the size of the page, how many there are at most, and in how many in a row it must be right. */
const FIT_INTERVAL = 50;
const MAX_FITS = 20;
const FITS_ENOUGH = 3;

/** What a page finds to send WebRTC from. */
const GATHER = `(async () => {
	const connection = new RTCPeerConnection();
	const found = [];
	connection.createDataChannel('');
	const gathered = new Promise((resolve) => {
		connection.onicecandidate = ({ candidate }) => candidate ? found.push(candidate.candidate) : resolve();
		setTimeout(resolve, 3000);
	});
	await connection.setLocalDescription();
	await gathered;
	connection.close();
	return found;
})()`;

/** A template page in a browser of its own, its tab captured by a driver page beside it. */
export class TemplatePage extends EventEmitter<{ gone: [reason: string] }> {
	readonly #options: TemplatePageOptions;
	readonly #browser: Browser;
	/** What the tab to be captured is called for a moment. */
	readonly #title: string;
	#source: LocalSource | undefined;
	#driver = '';
	#page = '';
	#pageTarget = '';
	#timer: NodeJS.Timeout | undefined;
	#gone: string | undefined;

	private constructor(options: TemplatePageOptions, browser: Browser, title: string) {
		super();
		this.#options = options;
		this.#browser = browser;
		this.#title = title;
		browser.once('exited', (how) => this.#lose(`the browser ended (${how})`));
		browser.devTools.on('event', (event) => void this.#hear(event).catch(() => {}));
	}

	/**
	 * Opens the page and captures it.
	 *
	 * @throws Error with the reason when there is no browser, or the page does not load
	 */
	static async open(options: TemplatePageOptions): Promise<TemplatePage> {
		const title = `roomcast ${randomBytes(8).toString('hex')}`;
		const { width, height } = options.size;
		const browser = await Browser.launch({
			...options,
			udpOrigins: [new URL(DRIVER_URL).origin, ...(options.own ? [new URL(options.url).origin] : [])],
			flags: [
				`--auto-select-tab-capture-source-by-title=${title}`,
				`--window-size=${width},${height}`,
				'--force-device-scale-factor=1',
				`--proxy-server=http://127.0.0.1:${options.proxyPort}`,
				// Loopback too.
				'--proxy-bypass-list=<-loopback>',
				// Behind the proxy: no name is looked up here, and no address is reached.
				'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
			],
		});
		const page = new TemplatePage(options, browser, title);
		try {
			await page.#openDriver();
			await page.#openPage();
			await page.#capture();
			await page.#fit();
			page.#timer = setInterval(() => void page.#watch(), WATCH_INTERVAL);
			page.#timer.unref();
			if (page.#gone !== undefined) throw new Error(page.#gone);
			return page;
		} catch (error) {
			const reason = page.#gone ?? (error as Error).message;
			page.#gone = reason;
			await browser.close();
			throw new Error(reason, { cause: error });
		}
	}

	/** Process id of the browser. */
	get pid(): number | undefined {
		return this.#browser.pid;
	}

	/** Why it is of no use any more; undefined while it runs. */
	get gone(): string | undefined {
		return this.#gone;
	}

	/** Sends it, from now on, to a source; to the one before it no longer. */
	async publish(source: LocalSource): Promise<void> {
		this.#source = source;
		const { width, height } = this.#options.size;
		const videoBitrate = Math.round(width * height * FRAME_RATE * BITS_PER_PIXEL);
		await this.#run(this.#driver, `roomcastDriver.publish(${JSON.stringify({ ...source.offer, videoBitrate })})`);
	}

	/** Resolves when the browser is gone. */
	async close(): Promise<void> {
		this.#gone ??= 'it was closed';
		clearInterval(this.#timer);
		await this.#browser.close();
	}

	async #openDriver(): Promise<void> {
		const { devTools } = this.#browser;
		await devTools.send('Browser.setDownloadBehavior', { behavior: 'deny' });
		this.#driver = (await this.#newTab()).sessionId;
		await devTools.send('Runtime.enable', {}, this.#driver);
		await devTools.send('Runtime.addBinding', { name: 'roomcastAsk' }, this.#driver);
		await devTools.send('Fetch.enable', { patterns: [{ urlPattern: `${DRIVER_URL}*` }] }, this.#driver);
		await devTools.send('Page.enable', {}, this.#driver);
		const loaded = this.#event('Page.loadEventFired', this.#driver);
		await devTools.send('Page.navigate', { url: DRIVER_URL }, this.#driver);
		await loaded;
		await this.#run(this.#driver, await readFile(this.#options.driver, 'utf8'));
	}

	async #openPage(): Promise<void> {
		const { devTools } = this.#browser;
		const { url, loadTimeout, size } = this.#options;
		const { sessionId, targetId } = await this.#newTab(size);
		this.#page = sessionId;
		this.#pageTarget = targetId;
		if (((await this.#run(sessionId, GATHER)) as string[]).some((candidate) => / udp /i.test(candidate)))
			throw new BlamedError('operator', 'this Chromium lets WebRTC of pages past its proxy; it needs a newer one');
		await this.#fit();
		await devTools.send('Page.enable', {}, this.#page);
		await devTools.send('Network.enable', {}, this.#page);
		await devTools.send('Inspector.enable', {}, this.#page);
		const load = async () => {
			const loaded = this.#event('Page.loadEventFired', this.#page);
			// One that is not needed any more is none that nobody heard.
			loaded.catch(() => {});
			const answered = this.#event('Network.responseReceived', this.#page, ({ type }) => type === 'Document').then(
				({ response }) => (response as { status: number }).status,
			);
			answered.catch(() => {});
			const { errorText = '' } = await devTools.send('Page.navigate', { url }, this.#page);
			// An answer that is also empty has both.
			const status = errorText === '' || errorText === 'net::ERR_HTTP_RESPONSE_CODE_FAILURE' ? await answered : 0;
			if (status >= 400) throw new BlamedError('caller', `the template page was answered with ${status}`);
			if (errorText !== '') throw new BlamedError('caller', `the template page cannot be opened: ${errorText}`);
			await loaded;
		};
		const late = `the template page was not loaded in ${loadTimeout / 1000} s`;
		await within(load(), loadTimeout, new BlamedError('caller', late));
	}

	/** The browser takes the tab by its title; the page gets its own back. */
	async #capture(): Promise<void> {
		const request = JSON.stringify({ ...this.#options.size, frameRate: FRAME_RATE });
		const own = await this.#run(this.#page, 'document.title');
		for (let attempt = 1; ; attempt++) {
			await this.#run(this.#page, `document.title = ${JSON.stringify(this.#title)}`);
			try {
				const captured = this.#run(this.#driver, `roomcastDriver.capture(${request})`);
				await within(captured, CAPTURE_TIMEOUT, new Error('the tab of the template page was not found'));
				break;
			} catch (error) {
				if (attempt === CAPTURE_ATTEMPTS || this.#gone !== undefined) throw error;
				await new Promise((resolve) => setTimeout(resolve, 100 * attempt));
			}
		}
		const title = JSON.stringify(this.#title);
		await this.#run(this.#page, `document.title === ${title} && (document.title = ${JSON.stringify(own)})`);
	}

	/**
	 * What is captured is what the window shows between its bars, which come and go on their own, the last one when a tab
	 * begins to be captured: the window follows until the page has its size.
	 */
	async #fit(): Promise<void> {
		const { devTools } = this.#browser;
		const { size } = this.#options;
		const targetId = this.#pageTarget;
		for (let look = 0, fits = 0; look < MAX_FITS && fits < FITS_ENOUGH; look++) {
			if (look > 0) await new Promise((resolve) => setTimeout(resolve, FIT_INTERVAL));
			const [width, height] = (await this.#run(this.#page, '[innerWidth, innerHeight]')) as [number, number];
			fits = width === size.width && height === size.height ? fits + 1 : 0;
			if (fits > 0) continue;
			const { windowId, bounds } = (await devTools.send('Browser.getWindowForTarget', { targetId })) as {
				windowId: number;
				bounds: { width: number; height: number };
			};
			const wanted = { width: bounds.width + size.width - width, height: bounds.height + size.height - height };
			await devTools.send('Browser.setWindowBounds', { windowId, bounds: wanted });
		}
	}

	async #newTab(size?: { width: number; height: number }): Promise<{ targetId: string; sessionId: string }> {
		const { devTools } = this.#browser;
		const window = size === undefined ? {} : { ...size, newWindow: true };
		const { targetId } = await devTools.send('Target.createTarget', { url: 'about:blank', ...window });
		const { sessionId } = await devTools.send('Target.attachToTarget', { targetId, flatten: true });
		return { targetId: targetId as string, sessionId: sessionId as string };
	}

	/** Runs a script, as if somebody had clicked. @throws Error with what it throws */
	async #run(sessionId: string, expression: string): Promise<unknown> {
		const { result, exceptionDetails } = await this.#browser.devTools.send(
			'Runtime.evaluate',
			{ expression, awaitPromise: true, returnByValue: true, userGesture: true },
			sessionId,
		);
		if (exceptionDetails !== undefined) {
			const { text, exception } = exceptionDetails as { text: string; exception?: { description?: string } };
			throw new Error(exception?.description?.split('\n')[0] ?? text);
		}
		return (result as { value?: unknown }).value;
	}

	/** The next event of that name. @throws Error when the browser goes first */
	#event(
		method: string,
		sessionId: string,
		wanted: (params: Record<string, unknown>) => boolean = () => true,
	): Promise<Record<string, unknown>> {
		const { devTools } = this.#browser;
		const { promise, resolve, reject } = Promise.withResolvers<Record<string, unknown>>();
		const hear = (event: DevToolsEvent) => {
			if (event.method === method && event.sessionId === sessionId && wanted(event.params)) resolve(event.params);
		};
		const end = () => reject(new Error('the browser is gone'));
		devTools.on('event', hear).once('closed', end);
		return promise.finally(() => devTools.off('event', hear).off('closed', end));
	}

	async #hear({ method, params, sessionId }: DevToolsEvent): Promise<void> {
		const { devTools } = this.#browser;
		switch (method) {
			case 'Fetch.requestPaused':
				await devTools.send(
					'Fetch.fulfillRequest',
					{
						requestId: params.requestId,
						responseCode: 200,
						responseHeaders: [{ name: 'content-type', value: 'text/html; charset=utf-8' }],
						body: Buffer.from('<!doctype html><title>driver</title>').toString('base64'),
					},
					sessionId,
				);
				break;
			case 'Runtime.bindingCalled':
				if (sessionId === this.#driver) await this.#answer(String(params.payload));
				break;
			case 'Page.javascriptDialogOpening':
				// It would stay in front of the page.
				await devTools.send('Page.handleJavaScriptDialog', { accept: true }, sessionId);
				break;
			case 'Inspector.targetCrashed':
				this.#lose(sessionId === this.#page ? 'the template page crashed' : 'the page that captures it crashed');
				break;
		}
	}

	/** The driver asks for something. */
	async #answer(text: string): Promise<void> {
		const { id, method, data } = JSON.parse(text) as { id: number; method: string; data: Record<string, unknown> };
		try {
			const result = JSON.stringify(await this.#serve(method, data));
			await this.#run(this.#driver, `roomcastDriver.answer(${id}, null, ${result})`);
		} catch (error) {
			const reason = JSON.stringify((error as Error).message);
			await this.#run(this.#driver, `roomcastDriver.answer(${id}, ${reason}, '')`);
		}
	}

	async #serve(method: string, data: Record<string, unknown>): Promise<string> {
		if (method === 'ended') {
			this.#lose('the capture of the template page ended');
			return '';
		}
		if (this.#source === undefined) throw new Error('nobody takes it');
		if (method === 'connect') {
			await this.#source.connect(data.dtlsParameters as DtlsParameters);
			return '';
		}
		const { participantId, size } = this.#options;
		const kind = data.kind === 'audio' ? 'audio' : 'video';
		return this.#source.produce({ participantId, kind, ...size }, data.rtpParameters as RtpParameters);
	}

	async #watch(): Promise<void> {
		try {
			await this.#run(this.#page, '0');
		} catch {
			this.#lose('the template page does not run any more');
		}
	}

	#lose(reason: string): void {
		if (this.#gone !== undefined) return;
		this.#gone = reason;
		clearInterval(this.#timer);
		this.emit('gone', reason);
	}
}
