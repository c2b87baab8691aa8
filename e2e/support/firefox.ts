import { freePort } from '@roomcast/testing/net/ports';
import { type Browser, type BrowserContext, firefox, type Page } from 'playwright-core';
import type { OwnNetwork } from './OwnNetwork.ts';
import { opened } from './openedPages.ts';

/** Its program. */
export const FIREFOX = process.env.ROOMCAST_TEST_FIREFOX || '/usr/bin/firefox-esr';

/** Hz that its fake microphone hears. */
export const MICROPHONE = 700;

/** What Playwright sends over WebDriver BiDi to each new context, and Firefox ESR does not know. */
const UNKNOWN_TO_ESR = 'emulation.setMediaFeaturesOverride';

/** A connection to Firefox over WebDriver BiDi. */
interface BidiSession {
	send(method: string, params: unknown): Promise<unknown>;
}

/** The server side of Playwright's browser object, the part that has to be changed. */
interface BidiBrowser {
	readonly _browserSession: BidiSession;
}

/** Ends the devices of all tabs of a window of Firefox: the message of its button "Stop sharing". Runs in the browser itself. */
const STOP_SHARING = `for (const { linkedBrowser } of gBrowser.tabs) {
	const page = linkedBrowser.browsingContext.currentWindowGlobal;
	page.getActor('WebRTC').sendAsyncMessage('webrtc:StopSharing', String(page.innerWindowId));
}`;

/** One Firefox as people have it, with a fake camera and microphone, driven over WebDriver BiDi. */
export class FirefoxBrowser {
	readonly browser: Browser;
	readonly context: BrowserContext;
	readonly #session: BidiSession;

	private constructor(browser: Browser, context: BrowserContext, session: BidiSession) {
		this.browser = browser;
		this.context = context;
		this.#session = session;
	}

	/** @param network in which it runs; else the machine's */
	static async launch(network?: OwnNetwork): Promise<FirefoxBrowser> {
		const browser = await firefox.launch({
			// Any name of a channel of Mozilla's makes Playwright speak BiDi instead of the protocol of its own Firefox.
			channel: 'moz-firefox',
			executablePath: network ? await reachable(network, FIREFOX) : FIREFOX,
			// Scripts in the browser itself, see `#runInside`.
			args: ['-remote-allow-system-access'],
			firefoxUserPrefs: {
				'media.navigator.streams.fake': true,
				'media.navigator.permission.disabled': true,
				'media.autoplay.default': 0,
				'media.navigator.audio.fake_frequency': MICROPHONE,
				// On a machine without sound an AudioContext would never run. This one sleeps 10 ms after every 10 ms of sound: it is
				// about 14 % slow, and what is computed by it has pauses for the rest of the time.
				'media.cubeb.force_mock_context': true,
				// kbps. Packets of a busy machine are late, which looks like a narrow network: large sizes would not be sent.
				'media.peerconnection.video.min_bitrate_estimate': 2000,
				// There is nobody to resolve mDNS names.
				'media.peerconnection.ice.obfuscate_host_addresses': false,
			},
		});
		const { _browserSession: session } = (
			browser as unknown as { _connection: { toImpl(object: unknown): BidiBrowser } }
		)._connection.toImpl(browser);
		const send = session.send.bind(session);
		session.send = async (method, params) => (method === UNKNOWN_TO_ESR ? {} : send(method, params));
		return new FirefoxBrowser(browser, await browser.newContext(), session);
	}

	async page(url?: string): Promise<Page> {
		const page = await this.context.newPage();
		opened.add(page);
		if (url !== undefined) await page.goto(url);
		return page;
	}

	/**
	 * Ends the cameras and microphones that are open, as if they were unplugged. A page cannot do that: `stop()` fires no event,
	 * and Firefox delivers events that a script dispatches on such a track to `onended` alone.
	 *
	 * @param more whether there are others to open
	 */
	async unplug(more: boolean): Promise<void> {
		await this.#runInside(`Services.prefs.setBoolPref('media.navigator.streams.fake', ${more});`);
		await this.#runInside(STOP_SHARING);
	}

	/** There are a camera and a microphone again. */
	async plugIn(): Promise<void> {
		await this.#runInside(`Services.prefs.setBoolPref('media.navigator.streams.fake', true);`);
	}

	/** Runs a script in each window of the browser, with its rights. */
	async #runInside(script: string): Promise<void> {
		const tree = await this.#session.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
		for (const { context } of (tree as { contexts: { context: string }[] }).contexts) {
			const expression = `(() => { ${script} })()`;
			const result = await this.#session.send('script.evaluate', {
				expression,
				awaitPromise: true,
				target: { context },
			});
			if ((result as { type: string }).type === 'exception') throw new Error(`in Firefox: ${JSON.stringify(result)}`);
		}
	}

	/** Pages first: a page that is closed leaves its call. */
	async close(): Promise<void> {
		await Promise.all(this.context.pages().map((page) => page.close().catch(() => {})));
		await this.browser.close().catch(() => {});
	}
}

/** Playwright reaches it at a port, which has to be known before a way into the network is opened. */
async function reachable(network: OwnNetwork, path: string): Promise<string> {
	const port = await freePort();
	await network.open(port);
	return network.program(
		path,
		`for argument do
	shift
	[ "$argument" = --remote-debugging-port=0 ] && argument=--remote-debugging-port=${port}
	set -- "$@" "$argument"
done`,
	);
}
