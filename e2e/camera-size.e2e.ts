import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestBrowser } from './support/browser.ts';
import type { TestServer } from './support/server.ts';
import { sharedServer } from './support/sharedServer.ts';

/** What the page of these tests has. */
interface CameraWindow {
	VideoSDK: typeof import('@roomcast/client').VideoSDK;
	preview: MediaStreamTrack;
	call: MediaStreamTrack;
}
declare const window: CameraWindow & Window;

let server: TestServer;
let browser: TestBrowser;

beforeAll(async () => {
	server = await sharedServer();
	// Chromium's own camera, which has many sizes.
	const camera = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'];
	browser = await TestBrowser.launch({ noDevices: true, args: camera });
});
afterAll(async () => {
	await browser?.close();
});

/** A page that keeps a preview of 160×120. @param shown whether in an element of the page */
async function pageWithPreview(shown: boolean): Promise<Page> {
	const page = await browser.page(`${server.url}/healthz`);
	await page.addScriptTag({
		type: 'module',
		content: "import { VideoSDK } from '/sdk/roomcast-client.js'; window.VideoSDK = VideoSDK;",
	});
	await page.waitForFunction(() => window.VideoSDK !== undefined);
	await page.evaluate(async (show) => {
		const stream = await navigator.mediaDevices.getUserMedia({ video: { width: 160, height: 120, frameRate: 10 } });
		[window.preview] = stream.getVideoTracks() as [MediaStreamTrack];
		if (!show) return;
		const video = document.createElement('video');
		video.srcObject = stream;
		document.body.append(video);
	}, shown);
	return page;
}

const openCamera = (page: Page) =>
	page.evaluate(async () => {
		const stream = await window.VideoSDK.createCameraVideoTrack({ encoderConfig: 'h720p_w1280p' });
		[window.call] = stream.getVideoTracks() as [MediaStreamTrack];
	});
const sizes = (page: Page) =>
	page.evaluate(() =>
		[window.call, window.preview].map((track) => {
			const { width, height } = track.getSettings();
			return `${width}×${height}`;
		}),
	);

it('a camera has the size that is asked for beside a small preview that the page shows', async () => {
	const page = await pageWithPreview(true);
	await openCamera(page);
	expect(await sizes(page)).toEqual(['1280×720', '160×120']);
	expect(await page.evaluate(() => window.preview.readyState)).toBe('live');
});

it('it grows to that size when a preview that nobody sees is stopped', async () => {
	const page = await pageWithPreview(false);
	await openCamera(page);
	await page.evaluate(() => window.preview.stop());
	await expect.poll(async () => (await sizes(page))[0], { timeout: 20_000 }).toBe('1280×720');
});
