import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import type { Logger } from 'pino';
import { BlamedError } from '../log/BlamedError.ts';
import { BrowserFolder } from './BrowserFolder.ts';
import type { BrowserAccount } from './browserAccount.ts';
import { DevTools } from './DevTools.ts';
import { needSandbox, SANDBOX_HINT } from './sandboxed.ts';

export interface BrowserOptions {
	/** Path of Chromium. */
	readonly program: string;
	/** Where it is written down which folder it has. */
	readonly folder: string;
	/** Who it runs as; undefined: as this process. */
	readonly account: BrowserAccount | undefined;
	/** Whether its pages run in its sandbox, or it does not start. */
	readonly sandbox: boolean;
	/** Origins whose pages may send WebRTC past the proxy. All others reach over WebRTC what the proxy lets through. */
	readonly udpOrigins: readonly string[];
	/** What it sees of the environment. */
	readonly env: Readonly<Record<string, string>>;
	/** More flags. */
	readonly flags: readonly string[];
	readonly logger: Logger;
}

/** How WebRTC is kept behind the proxy: no UDP, for the proxy has none (RFC 8828, mode 4). */
const PROXIED = 'disable_non_proxied_udp';
/** Most of what a browser says that is kept, in characters. */
const MAX_SAID = 4_000;
/** ms that a browser has to close on its own. */
const CLOSE_TIMEOUT = 3_000;

/**
 * What it runs with. Nothing calls home; nothing slows down that is not on a screen; a page is heard without being
 * clicked; the driver page and the media worker meet on loopback.
 */
const FLAGS = [
	'--headless=new',
	// Not a port: when this process dies, however it dies, the pipe closes and the browser ends.
	'--remote-debugging-pipe',
	'--no-first-run',
	'--no-default-browser-check',
	'--disable-gpu',
	'--disable-dev-shm-usage',
	'--disable-background-networking',
	'--disable-client-side-phishing-detection',
	'--disable-component-extensions-with-background-pages',
	'--disable-component-update',
	'--disable-default-apps',
	'--disable-extensions',
	'--disable-sync',
	'--disable-breakpad',
	'--disable-crash-reporter',
	'--disable-domain-reliability',
	'--disable-hang-monitor',
	'--disable-quic',
	'--disable-renderer-backgrounding',
	'--disable-background-timer-throttling',
	'--disable-backgrounding-occluded-windows',
	'--disable-features=Translate,MediaRouter,OptimizationHints,WebRtcHideLocalIpsWithMdns,LocalNetworkAccessChecks,LocalNetworkAccessChecksWebRTC',
	'--hide-scrollbars',
	// No bar that warns of the flags.
	'--test-type',
	'--metrics-recording-only',
	'--no-pings',
	'--password-store=basic',
	'--use-mock-keychain',
	'--autoplay-policy=no-user-gesture-required',
	'--allow-loopback-in-peer-connection',
	'--force-color-profile=srgb',
	// The second is what it was called before.
	`--webrtc-ip-handling-policy=${PROXIED}`,
	`--force-webrtc-ip-handling-policy=${PROXIED}`,
];

/** A Chromium of its own, with a folder of its own. Both are gone when `close` resolves. */
export class Browser extends EventEmitter<{ exited: [how: string] }> {
	readonly devTools: DevTools;
	readonly #child: ChildProcess;
	readonly #folder: BrowserFolder;
	#said = '';
	readonly #gone: Promise<void>;

	private constructor(child: ChildProcess, folder: BrowserFolder, logger: Logger) {
		super();
		this.#child = child;
		this.#folder = folder;
		const [, , , out, from] = child.stdio;
		this.devTools = new DevTools(out as Writable, from as Readable);
		this.#gone = new Promise((resolve) => {
			const end = (how: string) => {
				// Its helpers are in its group; without it they are of no use to anybody.
				this.#signal('SIGKILL');
				resolve();
				this.emit('exited', how);
			};
			child.once('error', (error) => end(error.message));
			child.once('exit', (code, signal) => end(signal === null ? `exit code ${code}` : `signal ${signal}`));
		});
		child.stderr?.setEncoding('utf8').on('data', (text: string) => {
			this.#said = `${this.#said}${text}`.slice(-MAX_SAID);
			for (const line of text.split('\n')) if (line.trim() !== '') logger.debug({ line }, 'browser says');
		});
	}

	/** @throws Error when it cannot be started */
	static async launch(options: BrowserOptions): Promise<Browser> {
		const { program, account, sandbox, env, flags, logger } = options;
		const folder = await BrowserFolder.create(options.folder, account, preferences(options.udpOrigins));
		const own = folder.path;
		const without = sandbox ? [] : ['--no-sandbox'];
		const child = spawn(program, [...FLAGS, ...without, `--user-data-dir=${own}`, ...flags, 'about:blank'], {
			cwd: own,
			env: { ...env, HOME: own, TMPDIR: own, XDG_CONFIG_HOME: own, XDG_CACHE_HOME: own },
			stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
			detached: true,
			...account,
		});
		const browser = new Browser(child, folder, logger.child({ part: 'browser', pid: child.pid }));
		try {
			await browser.devTools.send('Browser.getVersion');
			if (sandbox) await needSandbox(browser.devTools);
			return browser;
		} catch (error) {
			await browser.close();
			const hint = sandbox && /sandbox/i.test(browser.#said) ? `. ${SANDBOX_HINT}` : '';
			const reason = `${program} did not start: ${(error as Error).message}${hint}`;
			throw hint === '' ? new Error(reason, { cause: error }) : new BlamedError('operator', reason, { cause: error });
		}
	}

	get pid(): number | undefined {
		return this.#child.pid;
	}

	/** Ends it. Resolves when it and its folder are gone. */
	async close(): Promise<void> {
		const timer = setTimeout(() => this.#signal('SIGKILL'), CLOSE_TIMEOUT);
		await Promise.race([this.devTools.send('Browser.close').catch(() => {}), this.#gone]);
		await this.#gone;
		clearTimeout(timer);
		await this.#folder.remove();
	}

	#signal(signal: NodeJS.Signals): void {
		if (this.#child.pid === undefined) return;
		try {
			process.kill(-this.#child.pid, signal);
		} catch {
			// It is gone.
		}
	}
}

/** What Chromium reads from its profile: WebRTC behind the proxy for all but some origins (`WebRtcIPHandlingUrl`). */
function preferences(udpOrigins: readonly string[]): object {
	return {
		webrtc: {
			ip_handling_policy: PROXIED,
			ip_handling_url: udpOrigins.map((url) => ({ url, handling: 'default' })),
		},
	};
}
