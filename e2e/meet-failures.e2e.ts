import { TcpProxy } from '@roomcast/testing/net/TcpProxy';
import { until } from '@roomcast/testing/until';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeFindings } from './support/axe.ts';
import { TestBrowser } from './support/browser.ts';
import { TestServer } from './support/server.ts';
import { sharedServer } from './support/sharedServer.ts';

let server: TestServer;
let equipped: TestBrowser;
let bare: TestBrowser;

beforeAll(async () => {
	[server, equipped, bare] = await Promise.all([
		sharedServer(),
		TestBrowser.launch({ whole: true, colour: 'red' }),
		TestBrowser.launch({ whole: true, noDevices: true }),
	]);
});
afterAll(async () => {
	await Promise.all([equipped?.close(), bare?.close()]);
});

const link = (roomId: string, query: Record<string, string> = {}, base = server.url) =>
	`${base}/meet/${roomId}?${new URLSearchParams({ token: server.token(), name: 'Ann', ...query })}`;

it('the join screen shows the camera and the level of the microphone', async () => {
	const page = await equipped.page(link(await server.room()));
	const preview = page.getByTestId('camera-preview');
	await preview.waitFor();
	await until('a moving preview', () =>
		preview.evaluate((video) => (video as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames > 5),
	);
	// The fake microphone beeps.
	const levels = new Set<string | null>();
	await until('a level that moves', async () => {
		levels.add(await page.getByTestId('level-meter').getAttribute('aria-valuenow'));
		return levels.size >= 3;
	});
	await page.close();
});

it('without a camera and a microphone it says so, and you can join to listen', async () => {
	const page = await bare.page(link(await server.room()));
	await until('both notices', async () => (await page.getByTestId('device-notice').count()) === 2);
	expect(await page.locator('[data-testid="device-notice"][data-reason="missing"]').count()).toBe(2);
	expect(await axeFindings(page)).toEqual([]);
	await page.getByTestId('join-button').click();
	await page.getByTestId('call').waitFor();
	await page.close();
});

it('says so when the browser refuses camera and microphone', async () => {
	const refusing = await TestBrowser.launch({
		whole: true,
		noDevices: true,
		args: ['--use-fake-device-for-media-stream', '--deny-permission-prompts'],
	});
	try {
		const page = await refusing.page(link(await server.room()));
		await until(
			'both notices',
			async () => (await page.locator('[data-testid="device-notice"][data-reason="denied"]').count()) === 2,
		);
		await page.getByText('Camera is blocked').waitFor();
	} finally {
		await refusing.close();
	}
});

it('a view that fails leaves no empty page: it reports the error, stops the devices, and offers a way back', async () => {
	const roomId = await server.room();
	const ann = await equipped.page();
	const reported: string[] = [];
	ann.on('pageerror', ({ message }) => reported.push(message));
	await ann.addInitScript(() => {
		const opened: MediaStreamTrack[] = [];
		Object.assign(window, { opened });
		const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
		navigator.mediaDevices.getUserMedia = async (constraints) => {
			const stream = await open(constraints);
			opened.push(...stream.getTracks());
			return stream;
		};
	});
	const query = { joinWithoutUserInteraction: 'true' };
	await ann.goto(link(roomId, query));
	const bob = await bare.page(link(roomId, { ...query, name: 'Bob' }));
	const others = bob.locator('[data-testid="tile"][data-local="false"]');
	await until('Bob sees Ann', async () => (await others.count()) === 1);

	await ann.getByTestId('chat-button').click();
	// What the view of a message calls, and nothing else.
	await ann.evaluate(() => {
		String.prototype.matchAll = () => {
			throw new Error('of the test');
		};
	});
	await ann.getByTestId('chat-input').fill('Hello');
	await ann.getByTestId('chat-input').press('Enter');
	await ann.getByTestId('crash-screen').waitFor();
	expect(await ann.evaluate(() => document.activeElement?.tagName)).toBe('H1');
	expect(reported).toEqual(['of the test']);
	await until('Ann has left', async () => (await others.count()) === 0);
	const states = await ann.evaluate(() =>
		(window as unknown as { opened: MediaStreamTrack[] }).opened.map(({ readyState }) => readyState),
	);
	expect(states).toEqual(['ended', 'ended']);

	await ann.getByTestId('reload-button').click();
	await ann.getByTestId('call').waitFor();
	await until('Bob sees Ann again', async () => (await others.count()) === 1);
	await Promise.all([ann.close(), bob.close()]);
});

// In parallel: one of them mostly waits.
it.concurrent('a room that was deactivated is closed', async () => {
	const roomId = await server.room();
	await server.rest('POST /v2/rooms/deactivate', { body: { roomId } });
	const page = await equipped.page(link(roomId, { joinWithoutUserInteraction: 'true' }));
	await page.locator('[data-error-code="ROOM_DISABLED"]').waitFor();
	await page.getByText('This room is closed').waitFor();
	await page.close();
});

it.concurrent('shows a lost connection, and hides the message when it is back', async () => {
	const proxy = await TcpProxy.create(server.port);
	try {
		const base = `http://127.0.0.1:${proxy.port}`;
		const page = await equipped.page(link(await server.room(), { joinWithoutUserInteraction: 'true' }, base));
		await page.getByTestId('call').waitFor();
		proxy.cut();
		await page.getByTestId('reconnecting-banner').waitFor();
		proxy.restore();
		await page.getByTestId('reconnecting-banner').waitFor({ state: 'detached' });
		await page.close();
	} finally {
		await proxy.close();
	}
});

it.concurrent('says so when the network lets signalling through, and no media', async () => {
	// Nothing listens at the address that browsers get.
	const blocked = await TestServer.start({ env: { ROOMCAST_MEDIA_ANNOUNCED_IP: '127.0.0.9' } });
	try {
		const query = { joinWithoutUserInteraction: 'true', webcamEnabled: 'false', token: blocked.token() };
		const page = await equipped.page(link(await blocked.room(), query, blocked.url));
		await page.locator('[data-error-code="MEDIA_BLOCKED"]').waitFor({ timeout: 60_000 });
		await page.getByText('Sound and picture cannot get through').waitFor();
		await page.close();
	} finally {
		await blocked.stop();
	}
});

it.concurrent('a shared screen moves at the other end', async () => {
	const roomId = await server.room();
	const query = { joinWithoutUserInteraction: 'true', webcamEnabled: 'false' };
	const ann = await equipped.page(link(roomId, query));
	const bob = await equipped.page(link(roomId, query));
	await Promise.all([ann, bob].map((page) => page.getByTestId('call').waitFor()));
	await ann.bringToFront();
	await ann.keyboard.press('s');
	await ann.getByTestId('sharing-banner').waitFor();
	const screen = bob.locator('[data-testid="screen-tile"] video');
	await until('moving frames', () =>
		screen.evaluate((video) => (video as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames > 5),
	);
	await ann.keyboard.press('s');
	await screen.waitFor({ state: 'detached' });
	await Promise.all([ann.close(), bob.close()]);
});
