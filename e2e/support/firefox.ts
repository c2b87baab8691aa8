import { type Browser, type BrowserContext, firefox, type Page } from 'playwright-core';
import type { OwnNetwork } from './OwnNetwork.ts';
import { freePort } from './ports.ts';

/** Its program. */
export const FIREFOX = process.env.ROOMCAST_TEST_FIREFOX || '/usr/bin/firefox-esr';

/** What Playwright sends over WebDriver BiDi to each new context, and Firefox ESR does not know. */
const UNKNOWN_TO_ESR = 'emulation.setMediaFeaturesOverride';

/** The server side of Playwright's browser object, as far as it has to be helped. */
interface BidiBrowser {
	readonly _browserSession: { send(method: string, params: unknown): Promise<unknown> };
}

/** One Firefox as people have it, with a fake camera and microphone, driven over WebDriver BiDi. */
export class FirefoxBrowser {
	readonly browser: Browser;
	readonly context: BrowserContext;

	private constructor(browser: Browser, context: BrowserContext) {
		this.browser = browser;
		this.context = context;
	}

	/** @param network in which it runs; else the machine's */
	static async launch(network?: OwnNetwork): Promise<FirefoxBrowser> {
		const browser = await firefox.launch({
			// Any name of a channel of Mozilla's makes Playwright speak BiDi instead of the protocol of its own Firefox.
			channel: 'moz-firefox',
			executablePath: network ? await reachable(network, FIREFOX) : FIREFOX,
			firefoxUserPrefs: {
				'media.navigator.streams.fake': true,
				'media.navigator.permission.disabled': true,
				'media.autoplay.default': 0,
				// On a machine without sound an AudioContext would never run.
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
		return new FirefoxBrowser(browser, await browser.newContext());
	}

	async page(url?: string): Promise<Page> {
		const page = await this.context.newPage();
		if (url !== undefined) await page.goto(url);
		return page;
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
