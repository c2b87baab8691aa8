/**
 * What hooks cost while 25 people are in a call and another one speaks ten times a second: CPU of the main thread of a page,
 * with `@roomcast/react` and with the official hooks on the same client, one after the other, several times.
 *
 *   npm run bench -- react [SECONDS] [ROUNDS]
 *
 * `nothing` is the client in a page whose components read nothing: what is above it is what hooks and their rendering
 * cost. The official hooks are installed in a temporary folder.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { TestBrowser } from '../e2e/support/browser.ts';
import { person } from '../packages/client/src/testing/offers.ts';
import { FakeRoom } from '../packages/client/src/testing/room.ts';
import { bundle } from '../packages/react/test/bundle.ts';

const SECONDS = Number(process.argv[2] ?? 10);
const ROUNDS = Number(process.argv[3] ?? 3);
const PEOPLE = 25;
const CHANGES_PER_SECOND = 10;
const OFFICIAL = '@videosdk.live/react-sdk@1.1.1';

const ENTRY = join(import.meta.dirname, '../packages/react/test/crowd.tsx');
const KINDS = ['nothing', 'ours', 'official'] as const;
type Kind = (typeof KINDS)[number];

const folder = await mkdtemp(join(tmpdir(), 'roomcast-bench-react-'));
const browser = await TestBrowser.launch({ own: true });
const pages = createServer((_request, response) =>
	response.setHeader('content-type', 'text/html').end('<!doctype html><title>Crowd</title><div id="root"></div>'),
);
await new Promise<void>((done) => pages.listen(0, '127.0.0.1', done));
try {
	await writeFile(join(folder, 'package.json'), '{"private":true}');
	await promisify(execFile)('npm', ['install', '--ignore-scripts', OFFICIAL], { cwd: folder });
	const root = join(import.meta.dirname, '..');
	const client = join(folder, 'client.mjs');
	await writeFile(client, clientFor(join(root, 'packages/client/src/index.ts')));
	const ours = await bundle(ENTRY, { react: 19, mode: 'production' });
	const official = await bundle(ENTRY, {
		react: 19,
		mode: 'production',
		alias: [
			{ find: '@roomcast/react', replacement: join(folder, 'node_modules/@videosdk.live/react-sdk') },
			{ find: '@videosdk.live/js-sdk', replacement: client },
		],
	});
	const scripts: Record<Kind, string> = { nothing: ours, ours, official };
	const costs: Record<Kind, number[]> = { nothing: [], ours: [], official: [] };
	for (let round = 0; round < ROUNDS; round++)
		for (const kind of KINDS) costs[kind].push(await measure(scripts[kind], kind !== 'nothing'));
	const cost = (kind: Kind) => costs[kind].toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? Number.NaN;
	console.log(
		`${PEOPLE} people, ${CHANGES_PER_SECOND} changes of the speaker a second, ${ROUNDS} rounds of ${SECONDS} s:`,
	);
	for (const kind of KINDS) console.log(`${kind.padEnd(9)} ${cost(kind).toFixed(1)} ms of CPU a second`);
	console.log(`ours / official, all of the page: ${(cost('ours') / cost('official')).toFixed(2)}`);
	const hooks = (kind: Kind) => cost(kind) - cost('nothing');
	console.log(`ours / official, hooks and rendering: ${(hooks('ours') / hooks('official')).toFixed(2)} (at most 0.50)`);
} finally {
	pages.close();
	await browser.close();
	await rm(folder, { recursive: true });
}

/** The client, with nothing for what the official hooks call at their start and that does not matter here. */
function clientFor(path: string): string {
	const names = ['runPreCallTest', 'analytics', 'getNetworkStats', 'setKeyProvider'];
	return [
		`import { VideoSDK } from ${JSON.stringify(path)};`,
		`export * from ${JSON.stringify(path)};`,
		`for (const name of ${JSON.stringify(names)}) VideoSDK[name] ??= () => {};`,
		'export { VideoSDK };',
	].join('\n');
}

/** @returns ms of CPU that the main thread of the page takes in a second */
async function measure(script: string, shown: boolean): Promise<number> {
	const room = await FakeRoom.create();
	const ids = Array.from({ length: PEOPLE - 1 }, (_, number) => `person-${number}`);
	room.participants = ids.map((id) => person(id));
	const page = await browser.page();
	page.on('pageerror', (error) => console.error(error));
	let speaking: ReturnType<typeof setInterval> | undefined;
	try {
		await page.goto(`http://127.0.0.1:${(pages.address() as AddressInfo).port}/`);
		await page.addScriptTag({ type: 'module', content: script });
		await page.waitForFunction(`typeof enter === 'function'`);
		const config = {
			meetingId: 'abcd-efgh-ijkl',
			participantId: 'me',
			name: 'Me',
			mode: 'SIGNALLING_ONLY',
			micEnabled: false,
			webcamEnabled: false,
			debugMode: false,
			signalingBaseUrl: room.server.url.replace('ws:', 'http:').replace(/\/signalling$/, ''),
		};
		await page.evaluate(`enter(${JSON.stringify({ config, token: 'token', shown })})`);
		if (shown) await page.waitForFunction((count) => document.querySelectorAll('#root > div').length === count, PEOPLE);
		else await page.waitForTimeout(1000);
		let turn = 0;
		const next = () => room.server.notify('speaker-changed', { participantId: ids[turn++ % ids.length] ?? null });
		speaking = setInterval(next, 1000 / CHANGES_PER_SECOND);
		const session = await page.context().newCDPSession(page);
		await session.send('Performance.enable', { timeDomain: 'threadTicks' });
		const taken = async () => {
			const { metrics } = await session.send('Performance.getMetrics');
			return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN;
		};
		// Code is compiled.
		await sleep(2000);
		const before = await taken();
		await sleep(SECONDS * 1000);
		return ((await taken()) - before) / (SECONDS / 1000);
	} finally {
		clearInterval(speaking);
		await page.close();
		await room.server.close();
	}
}
