import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@roomcast/testing/until';
import { TestBrowser } from '../../e2e/support/browser.ts';
import { Caller } from '../../e2e/support/caller.ts';
import { sendPattern } from '../../e2e/support/pattern.ts';
import { TestServer } from '../../e2e/support/server.ts';
import { percentile, Viewer } from '../../e2e/support/viewer.ts';

/** Players need a moment until they are where they stay, in ms. */
const SETTLE = 8000;

/**
 * How far viewers in a real Chromium with hls.js are behind the camera's own clock, which is in the picture: with low
 * latency and without. Camera, server and viewers are on one machine, the network between them costs nothing.
 *
 * @param args seconds that are measured
 */
export async function run(args: readonly string[]): Promise<void> {
	const seconds = Number(args[0] ?? 60);
	const server = await TestServer.start();
	const browser = await TestBrowser.launch({ whole: true });
	try {
		const roomId = await server.room();
		const meeting = { micEnabled: false, webcamEnabled: false };
		const ann = await Caller.join(browser, server, { roomId, participantId: 'ann', meeting });
		await sendPattern(ann, { colour: 'rgb(20, 90, 120)', tone: 440, beeps: false, clock: true });
		const asked = performance.now();
		const { livestreamUrl } = await server.rest('POST /v2/hls/start', { body: { roomId } });
		const started = performance.now();
		await until('it is playable', async () => (await ann.run('meeting.hlsState')) === 'HLS_PLAYABLE');
		const playable = performance.now();
		console.log(`  start answered after ${since(asked, started)} s, playable after ${since(asked, playable)} s`);
		for (const [name, lowLatency] of [
			['LL-HLS', true],
			['plain HLS', false],
		] as const) {
			const opened = performance.now();
			const viewer = await Viewer.watch(browser, server.url, livestreamUrl, { lowLatency });
			await until('it plays', async () => (await viewer.state()).frames > 0);
			const picture = performance.now();
			await sleep(SETTLE);
			const before = await viewer.state();
			const behind: number[] = [];
			for (const end = Date.now() + seconds * 1000; Date.now() < end; await sleep(100)) {
				const late = await viewer.behind();
				if (late !== undefined) behind.push(late);
			}
			const after = await viewer.state();
			const [p50, p95, max] = [0.5, 0.95, 1].map((share) => percentile(behind, share).toFixed(1));
			const rate = ((after.frames - before.frames) / seconds).toFixed(1);
			console.log(
				`  ${name.padEnd(9)}  p50 ${p50} s  p95 ${p95} s  max ${max} s behind the camera, first picture after ${since(opened, picture)} s, ${rate} frames/s, ${after.stalls - before.stalls} stalls`,
			);
			await viewer.page.close();
		}
		await ann.run('meeting.leave()');
	} finally {
		await browser.close();
		await server.stop();
	}
}

const since = (from: number, to: number) => ((to - from) / 1000).toFixed(1);
