import { near, Pictures, Sound } from '@roomcast/testing/media/analyse';
import { until } from '@roomcast/testing/until';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestBrowser } from './support/browser.ts';
import { Caller } from './support/caller.ts';
import { moves } from './support/moves.ts';
import { timeOfNextFrames } from './support/nextFrames.ts';
import { sendPattern } from './support/pattern.ts';
import { download, startRecording, stopRecording, storedRecording } from './support/recordings.ts';
import { TestServer } from './support/server.ts';

const ANN = { rgb: [255, 0, 0], tone: 1000 } as const;
const BOB = { rgb: [0, 0, 255], tone: 440 } as const;

let server: TestServer;
let browser: TestBrowser;

beforeAll(async () => {
	[server, browser] = await Promise.all([
		TestServer.start({ env: { ROOMCAST_MEDIA_WORKERS: '2', ROOMCAST_MEDIA_SPREAD_FROM: '0' } }),
		TestBrowser.launch(),
	]);
});
afterAll(async () => {
	await browser?.close();
	await server?.stop();
});

/** Routers on each worker. */
async function routers(): Promise<number[]> {
	const metrics = await (await fetch(`${server.url}/metrics`)).text();
	return [...metrics.matchAll(/^roomcast_media_routers\{.*\} (\d+)$/gm)].map(([, count]) => Number(count));
}

it('people on different workers see and hear each other, and only those of a worker notice its death', async () => {
	const roomId = await server.room();
	const meeting = { micEnabled: false, webcamEnabled: false };
	const ann = await Caller.join(browser, server, { roomId, participantId: 'ann', meeting });
	await sendPattern(ann, { colour: `rgb(${ANN.rgb})`, tone: ANN.tone });
	const bob = await Caller.join(browser, server, { roomId, participantId: 'bob', meeting });
	await sendPattern(bob, { colour: `rgb(${BOB.rgb})`, tone: BOB.tone });
	await Promise.all([moves(ann, 'bob'), moves(bob, 'ann')]);
	expect(await routers()).toEqual([1, 1]);
	const seen = await Promise.all([bob.colour('ann'), ann.colour('bob')]);
	expect(seen.map(({ r, g, b }, i) => near([r, g, b], [ANN, BOB][i]?.rgb ?? [0, 0, 0], 60))).toEqual([true, true]);
	const hears = (caller: Caller, of: string, tone: number) =>
		until(`${caller.id} hears ${of}`, async () => Math.abs((await caller.loudest(`audio-${of}`)) - tone) < 20);
	await Promise.all([hears(ann, 'bob', BOB.tone), hears(bob, 'ann', ANN.tone)]);

	const id = await startRecording(server, 'meeting', { roomId, config: { layout: { type: 'GRID' }, quality: 'low' } });
	await moves(ann, 'bob', { more: 30 });
	const made = () => Promise.all([ann, bob].map((caller) => caller.connectionsMade()));
	const before = await made();
	// Both see somebody anew: the one that is hit has no picture for a moment, and the other none of that one.
	const [atAnn, atBob] = await Promise.all([timeOfNextFrames(ann, 'bob'), timeOfNextFrames(bob, 'ann')]);
	const [victim = 0] = await server.workerPids();
	const killed = Date.now();
	process.kill(victim, 'SIGKILL');
	for (const at of await Promise.all([atAnn(), atBob()])) expect(at - killed).toBeLessThan(3000);
	await Promise.all([moves(ann, 'bob'), moves(bob, 'ann')]);
	const after = await made();
	const again = after.map((count, index) => count > (before[index] ?? 0));
	expect(again.filter(Boolean), 'one of them set up its media again').toHaveLength(1);
	await Promise.all([hears(ann, 'bob', BOB.tone), hears(bob, 'ann', ANN.tone)]);

	await moves(ann, 'bob', { more: 30 });
	await stopRecording(server, 'meeting', { roomId });
	const { file } = await storedRecording(server, 'meeting', id);
	const path = await download(server, file.fileUrl, 'two-workers.mp4');
	const pictures = await Pictures.read(path, { width: 64, height: 36 }, 10);
	const sound = await Sound.read(path);
	const both = [ANN, BOB].map(({ rgb, tone }, index) => ({
		seen: Array.from({ length: pictures.count }, (_, frame) =>
			near(pictures.at(frame, [0.25, 0.75][index] ?? 0, 0.5), rgb, 60),
		),
		heard: Array.from(
			{ length: Math.floor(sound.seconds * 10) },
			(_, step) => sound.tone(tone, step / 10, step / 10 + 0.1) > 0.05,
		),
	}));
	for (const { seen, heard } of both)
		for (const steps of [seen, heard]) {
			const half = Math.floor(steps.length / 2);
			expect([steps.slice(0, half).includes(true), steps.slice(half).includes(true)]).toEqual([true, true]);
		}
	// The recording of the person on the other worker has no gap between its first and last moment.
	for (const steps of Object.values(both[again[0] ? 1 : 0] ?? {})) {
		const missing = steps.slice(steps.indexOf(true), steps.lastIndexOf(true)).filter((there) => !there).length;
		expect(missing, 'tenths of a second').toBeLessThan(5);
	}
});
