import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestBrowser } from './support/browser.ts';
import { TestServer } from './support/server.ts';
import { TcpProxy } from './support/tcpProxy.ts';
import { until } from './support/wait.ts';

let server: TestServer;
let equipped: TestBrowser;
let bare: TestBrowser;

beforeAll(async () => {
	[server, equipped, bare] = await Promise.all([
		TestServer.start(),
		TestBrowser.launch({ colour: 'red', smallCamera: true }),
		TestBrowser.launch({ noDevices: true }),
	]);
});
afterAll(async () => {
	await Promise.all([equipped?.close(), bare?.close()]);
	await server?.stop();
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
	await page.close();
});

it('without a camera and a microphone it says so, and one joins to listen', async () => {
	const page = await bare.page(link(await server.room()));
	await until('both notices', async () => (await page.getByTestId('device-notice').count()) === 2);
	expect(await page.locator('[data-testid="device-notice"][data-reason="missing"]').count()).toBe(2);
	await page.getByTestId('join-button').click();
	await page.getByTestId('call').waitFor();
	await page.close();
});

it('a room that was deactivated is closed', async () => {
	const roomId = await server.room();
	await server.api('POST', '/v2/rooms/deactivate', { roomId });
	const page = await equipped.page(link(roomId, { joinWithoutUserInteraction: 'true' }));
	await page.locator('[data-error-code="ROOM_DISABLED"]').waitFor();
	await page.getByText('This room is closed').waitFor();
	await page.close();
});

it('a connection that is lost is told, and the message goes away when it is back', async () => {
	const proxy = await TcpProxy.start(server.port);
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
		await proxy.stop();
	}
});
