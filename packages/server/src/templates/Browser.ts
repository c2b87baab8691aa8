import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { Logger } from 'pino';
import { DevTools } from './DevTools.ts';

export interface BrowserOptions {
	/** Path of Chromium. */
	readonly program: string;
	/** Where its folder is made; removed with it. */
	readonly folder: string;
	/** What it sees of the environment. */
	readonly env: Readonly<Record<string, string>>;
	/** More flags. */
	readonly flags: readonly string[];
	readonly logger: Logger;
}

/** ms that a browser has to close by itself. */
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
];

/** A Chromium of its own, with a folder of its own. Both are gone when `close` resolves. */
export class Browser extends EventEmitter<{ exited: [how: string] }> {
	readonly devTools: DevTools;
	readonly #child: ChildProcess;
	readonly #folder: string;
	readonly #gone: Promise<void>;

	private constructor(child: ChildProcess, folder: string, logger: Logger) {
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
			for (const line of text.split('\n')) if (line.trim() !== '') logger.debug({ line }, 'browser says');
		});
	}

	/** @throws Error when it cannot be started */
	static async launch({ program, folder, env, flags, logger }: BrowserOptions): Promise<Browser> {
		await mkdir(folder, { recursive: true });
		const own = await mkdtemp(join(folder, 'browser-'));
		// The sandbox of Chromium cannot be had by root.
		const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
		const child = spawn(program, [...FLAGS, ...sandbox, `--user-data-dir=${own}`, ...flags, 'about:blank'], {
			env: { ...env, HOME: own, TMPDIR: own, XDG_CONFIG_HOME: own, XDG_CACHE_HOME: own },
			stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
			detached: true,
		});
		const browser = new Browser(child, own, logger.child({ part: 'browser', pid: child.pid }));
		try {
			await browser.devTools.send('Browser.getVersion');
			return browser;
		} catch (error) {
			await browser.close();
			throw new Error(`${program} did not start: ${(error as Error).message}`, { cause: error });
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
		await rm(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
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
