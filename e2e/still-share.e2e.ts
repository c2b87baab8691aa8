import { near, Pictures } from '@roomcast/testing/media/analyse';
import { probe } from '@roomcast/testing/media/ffmpeg';
import { until } from '@roomcast/testing/until';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestBrowser } from './support/browser.ts';
import { Caller } from './support/caller.ts';
import { download, startRecording, stopRecording, storedRecording } from './support/recordings.ts';
import type { TestServer } from './support/server.ts';
import { sharedServer } from './support/sharedServer.ts';

const SILENT = { micEnabled: false, webcamEnabled: false };

let server: TestServer;
let browser: TestBrowser;
let roomId: string;
let ann: Caller;

beforeAll(async () => {
	[server, browser] = await Promise.all([sharedServer(), TestBrowser.launch()]);
	roomId = await server.room();
	ann = await Caller.join(browser, server, { roomId, participantId: 'ann', meeting: SILENT });
});
afterAll(async () => {
	await browser?.close();
});

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Draws Ann's whiteboard in one colour, and shares it the first time. */
async function draw(colour: string): Promise<void> {
	await ann.page.evaluate(async (fill) => {
		const page = window as never as {
			board?: CanvasRenderingContext2D;
			meeting: { enableScreenShare(stream: MediaStream): Promise<void> };
		};
		const shared = page.board !== undefined;
		const canvas = page.board?.canvas ?? document.createElement('canvas');
		Object.assign(canvas, shared ? {} : { width: 640, height: 360 });
		page.board ??= canvas.getContext('2d') as CanvasRenderingContext2D;
		page.board.fillStyle = fill;
		page.board.fillRect(0, 0, canvas.width, canvas.height);
		if (!shared) await page.meeting.enableScreenShare(canvas.captureStream());
	}, colour);
}

const isRed = ({ r, g, b }: { r: number; g: number; b: number }) => r > 150 && g < 100 && b < 100;
const isGreen = ({ r, g, b }: { r: number; g: number; b: number }) => g > 90 && r < 100 && b < 100;

it('everyone sees a whiteboard that is drawn every five seconds, also late joiners and recordings', {
	tags: 'long',
}, async () => {
	const bob = await Caller.join(browser, server, { roomId, participantId: 'bob', meeting: SILENT });
	await draw('red');
	await until('bob sees the first drawing', async () => isRed(await bob.colour('ann', 'share')));
	for (const [colour, shown] of [
		['green', isGreen],
		['red', isRed],
		['green', isGreen],
	] as const) {
		await pause(5000);
		await draw(colour);
		const drawn = performance.now();
		await until(`bob sees it ${colour}`, async () => shown(await bob.colour('ann', 'share')), 4000);
		console.log(`a drawing was seen after ${Math.round(performance.now() - drawn)} ms`);
	}
	// Nothing is drawn any more.
	await pause(1500);
	const late = await Caller.join(browser, server, { roomId, participantId: 'late', meeting: SILENT });
	const joined = performance.now();
	await until('who comes later sees the last drawing', async () => isGreen(await late.colour('ann', 'share')));
	console.log(`who came later saw it after ${Math.round(performance.now() - joined)} ms`);
	const body = { roomId, participantId: 'ann', kind: 'screen_video', fileFormat: 'webm' };
	const id = await startRecording(server, 'track', body);
	await pause(5000);
	await stopRecording(server, 'track', body);
	const { file } = await storedRecording(server, 'track', id);
	const path = await download(server, file.fileUrl, 'board.webm');
	expect(Number((await probe(path)).format.duration)).toBeGreaterThan(3);
	const pictures = await Pictures.read(path, { width: 16, height: 9 });
	for (const frame of [2, pictures.count - 2]) expect(near(pictures.at(frame, 0.5, 0.5), [0, 128, 0], 40)).toBe(true);
});
