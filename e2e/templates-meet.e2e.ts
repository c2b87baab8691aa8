import { Pictures, Sound } from '@roomcast/testing/media/analyse';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestBrowser } from './support/browser.ts';
import { Caller } from './support/caller.ts';
import { sendPattern } from './support/pattern.ts';
import { download, startRecording, stopRecording, storedRecording } from './support/recordings.ts';
import type { TestServer } from './support/server.ts';
import { sharedServer } from './support/sharedServer.ts';

/** Hz. */
const TONE = 440;

let server: TestServer;
let browser: TestBrowser;

beforeAll(async () => {
	[server, browser] = await Promise.all([sharedServer(), TestBrowser.launch()]);
});
afterAll(async () => {
	await browser?.close();
});

it('our own meeting page is a template: a recording of it has the call, with its sound', {
	tags: 'long',
	timeout: 90_000,
}, async () => {
	const roomId = await server.room();
	const ann = await Caller.join(browser, server, { roomId, participantId: 'ann' });
	await sendPattern(ann, { colour: 'rgb(255, 0, 0)', tone: TONE, beeps: false });
	const id = await startRecording(server, 'meeting', {
		roomId,
		templateUrl: `${server.url}/meet/${roomId}?reduceEdgeSpacing=true`,
		config: { layout: { type: 'SPOTLIGHT', priority: 'SPEAKER', gridSize: 4 } },
	});
	await new Promise((done) => setTimeout(done, 6000));
	// The page is in the call, and nobody sees it.
	expect(await ann.others()).toEqual([]);
	await stopRecording(server, 'meeting', { roomId });
	const { file } = await storedRecording(server, 'meeting', id);
	expect(file.meta.resolution).toEqual({ width: 1280, height: 720 });
	const path = await download(server, file.fileUrl, 'own.mp4');

	const pictures = await Pictures.read(path, { width: 320, height: 180 });
	const last = pictures.count - 15;
	// The tile fills the picture: it is red in the middle and near all edges, and nowhere is there anything to click.
	for (const [x, y] of [
		[0.5, 0.5],
		[0.05, 0.5],
		[0.95, 0.5],
		[0.5, 0.06],
		[0.9, 0.9],
	] as const) {
		const [r, g, b] = pictures.at(last, x, y);
		expect({ x, y, isRed: r > 180 && g < 60 && b < 60 }).toEqual({ x, y, isRed: true });
	}
	// Only her tone.
	const sound = await Sound.read(path);
	const [from, to] = [sound.seconds - 2.5, sound.seconds - 0.5];
	expect(sound.level(TONE, from, to), sound.timeline(TONE)).toBeGreaterThan(0.15);
	expect(sound.level(TONE * 1.5, from, to)).toBeLessThan(0.02);
});
