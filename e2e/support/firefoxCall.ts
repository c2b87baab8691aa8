import { existsSync } from 'node:fs';
import { TestBrowser } from './browser.ts';
import { Caller } from './caller.ts';
import { FIREFOX, FirefoxBrowser } from './firefox.ts';
import { moves } from './moves.ts';
import { type InnerProxy, OwnNetwork } from './OwnNetwork.ts';
import { sendPattern } from './pattern.ts';
import { TestServer } from './server.ts';

/** What Ann sends from Firefox. */
export const ANN = { colour: [255, 0, 0], hum: 300, beep: 1000 } as const;
/** Hz of Bob's tone, from Chromium. */
export const BOB = 440;
/** Limit in ms, for hangs only: browsers of two kinds fill a small machine. */
export const PATIENT = 60_000;

/** Neither camera nor microphone: what is sent is chosen afterwards. */
export const SILENT = { micEnabled: false, webcamEnabled: false };

/**
 * Why tests in Firefox cannot run here. Firefox sends no media to loopback addresses, so they need a network of their own.
 *
 * @returns undefined where they can
 */
export async function whyNoFirefox(): Promise<string | undefined> {
	if (process.platform !== 'linux') return 'only Linux has networks for tests';
	if (!existsSync(FIREFOX)) return `there is no ${FIREFOX}: Debian's package is firefox-esr`;
	try {
		await (await OwnNetwork.create()).close();
	} catch (error) {
		return (error as Error).message;
	}
	return undefined;
}

/** Ann in Firefox and Bob in Chromium, in a call and in a network of their own. */
export interface FirefoxCall {
	readonly network: OwnNetwork;
	readonly server: TestServer;
	readonly firefox: FirefoxBrowser;
	readonly chromium: TestBrowser;
	/** On the way of Ann's signalling. */
	readonly proxy: InnerProxy;
	readonly roomId: string;
	readonly ann: Caller;
	readonly bob: Caller;
	/** Resolves when both have seen the other move. */
	bothMove(): Promise<void>;
	close(): Promise<void>;
}

/** Starts one: both send a pattern when it resolves. */
export async function firefoxCall(): Promise<FirefoxCall> {
	const closers: (() => unknown)[] = [];
	const close = async () => {
		for (const closer of closers.splice(0).reverse()) await closer();
	};
	/** Remembers how to close what is started, and returns it. */
	const kept = async <T>(starting: Promise<T>, closer: (it: T) => unknown) => {
		const it = await starting;
		closers.push(() => closer(it));
		return it;
	};
	try {
		const network = await kept(OwnNetwork.create(), (it) => it.close());
		const starting = [
			kept(TestServer.start({ network }), (it) => it.stop()),
			kept(FirefoxBrowser.launch(network), (it) => it.close()),
			kept(TestBrowser.launch({ network, colour: 'blue' }), (it) => it.close()),
		] as const;
		await Promise.allSettled(starting);
		const [server, firefox, chromium] = await Promise.all(starting);
		const proxy = await kept(network.proxy(server.port), (it) => it.stop());
		const roomId = await server.room();
		const signalingBaseUrl = `http://127.0.0.1:${proxy.port}`;
		const [ann, bob] = await Promise.all([
			Caller.join(firefox, server, { roomId, participantId: 'ann', meeting: SILENT, signalingBaseUrl }),
			Caller.join(chromium, server, { roomId, participantId: 'bob', meeting: SILENT }),
		]);
		const { beep: tone, hum } = ANN;
		await Promise.all([
			sendPattern(ann, { colour: 'rgb(255, 0, 0)', tone, beeps: true, hum, clock: true, large: true }),
			sendPattern(bob, { colour: 'rgb(0, 0, 255)', tone: BOB, beeps: false }),
		]);
		const bothMove = async () => {
			await Promise.all([moves(ann, 'bob', { timeout: PATIENT }), moves(bob, 'ann', { timeout: PATIENT })]);
		};
		return { network, server, firefox, chromium, proxy, roomId, ann, bob, bothMove, close };
	} catch (error) {
		await close();
		throw error;
	}
}
