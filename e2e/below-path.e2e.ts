import { freePort } from '@roomcast/testing/net/ports';
import { until } from '@roomcast/testing/until';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TestBrowser } from './support/browser.ts';
import { Caller } from './support/caller.ts';
import { Nginx } from './support/nginx.ts';
import { TestServer } from './support/server.ts';

let nginx: Nginx;
let server: TestServer;
/** One that runs on its development key, so that the start page makes calls. */
let open: TestServer;
let browser: TestBrowser;
/** The path of the first server, as seen from outside. */
let outside: string;

const OPEN = '/made/for/everybody/';

beforeAll(async () => {
	const port = await freePort();
	const at = (path: string) => ({
		ROOMCAST_PUBLIC_URL: `http://127.0.0.1:${port}${path.replace(/\/$/, '')}`,
		ROOMCAST_TRUST_PROXY: 'loopback',
	});
	outside = `http://127.0.0.1:${port}/calls`;
	[server, open, browser] = await Promise.all([
		TestServer.start({ env: at('/calls/') }),
		TestServer.start({ env: at(OPEN), development: true }),
		TestBrowser.launch({ colour: 'red' }),
	]);
	nginx = await Nginx.start(port, { '/calls/': server.port, [OPEN]: open.port });
});
afterAll(async () => {
	await browser?.close();
	await nginx?.close();
	await Promise.all([server?.stop(), open?.stop()]);
});

/** A page, and its requests that left the path or failed. */
async function watched(url: string, path: string): Promise<{ page: Page; astray: string[] }> {
	const page = await browser.page();
	const astray: string[] = [];
	page.on('request', (request) => {
		const { protocol, pathname } = new URL(request.url());
		if (/^http/.test(protocol) && !pathname.startsWith(path)) astray.push(request.url());
	});
	page.on('response', (response) => {
		if (response.status() >= 400) astray.push(`${response.status()} ${response.url()}`);
	});
	page.on('websocket', (socket) => {
		if (!new URL(socket.url()).pathname.startsWith(path)) astray.push(socket.url());
	});
	await page.goto(url);
	return { page, astray };
}

const remoteVideo = '[data-testid="tile"][data-local="false"] video';
const frames = (page: Page, selector: string) =>
	page
		.locator(selector)
		.first()
		.evaluate((video) => (video as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames)
		.catch(() => 0);

it('one person starts a call on the start page, and another joins by its link', { timeout: 90_000 }, async () => {
	const { page: ann, astray } = await watched(`${nginx.origin}${OPEN}`, OPEN);
	await ann.getByTestId('new-call-button').click();
	await ann.getByTestId('name-field').fill('Ann');
	expect(new URL(ann.url()).pathname).toMatch(/^\/made\/for\/everybody\/meet\/[a-z0-9-]{14}$/);
	await ann.getByTestId('join-button').click();
	await ann.getByTestId('call').waitFor();
	await ann.getByTestId('alone-invite').click();
	await ann.getByTestId('invite-allow_join').check();
	const link = ann.getByTestId('invite-link');
	await until('there is a link', async () => (await link.inputValue()) !== '');
	const invitation = await link.inputValue();
	expect(invitation.startsWith(`${nginx.origin}${OPEN}meet/`)).toBe(true);
	await ann.getByTestId('invite-close').click();

	// A slash at the end is what mail programs and people add.
	const { page: gil, astray: guestAstray } = await watched(invitation.replace('?', '/?'), OPEN);
	await gil.getByTestId('name-field').fill('Gil');
	await gil.getByTestId('join-button').click();
	await gil.getByTestId('call').waitFor();
	await until('they see each other', async () =>
		(await Promise.all([frames(ann, remoteVideo), frames(gil, remoteVideo)])).every((count) => count > 5),
	);
	expect([...astray, ...guestAstray]).toEqual([]);
});

it('viewers watch, and the link to them is in the dialog', { timeout: 90_000, tags: 'long' }, async () => {
	const roomId = await server.room();
	const query = new URLSearchParams({ token: server.token(), name: 'Ann', joinWithoutUserInteraction: 'true' });
	const { page: ann, astray } = await watched(`${outside}/meet/${roomId}?${query}`, '/calls/');
	await ann.getByTestId('call').waitFor();
	await ann.keyboard.press('l');
	await ann.getByTestId('start-hls').click();
	await ann.getByTestId('live-web').getByText('On air').waitFor({ timeout: 30_000 });
	const address = (await ann.getByTestId('watch-link').getAttribute('href')) ?? '';
	expect(address).toBe(`${outside}/watch/${roomId}`);
	const { page: viewer, astray: viewerAstray } = await watched(address, '/calls/');
	await until('the viewer sees it move', async () => (await frames(viewer, '[data-testid="video"]')) > 20, 30_000);
	const { data } = await server.rest('GET /v2/hls', { query: { roomId } });
	const { playbackHlsUrl = '' } = data[0] ?? {};
	expect(playbackHlsUrl.startsWith(`${outside}/hls/`)).toBe(true);
	const streamId = new URL(playbackHlsUrl).pathname.split('/')[3];
	const { page: late, astray: lateAstray } = await watched(`${outside}/watch/hls/${streamId}`, '/calls/');
	await until('the stream is there by its id', async () => (await frames(late, '[data-testid="video"]')) > 5, 30_000);
	expect([...astray, ...viewerAstray, ...lateAstray]).toEqual([]);
});

it('the API reference is served, and calls what is below the path', async () => {
	const { page, astray } = await watched(`${outside}/docs`, '/calls/');
	await page.getByText('Create a room').first().waitFor();
	expect(new URL(page.url()).pathname).toBe('/calls/docs/');
	const document = await fetch(`${outside}/v2/openapi.json`).then((response) => response.json());
	expect(document.servers).toEqual([{ url: '/calls' }]);
	expect(await page.evaluate(() => document.body.innerText)).toContain(`${outside}`);
	expect(astray).toEqual([]);
});

it('the SDK, REST and WHIP work with the path in their base', async () => {
	const roomId = await server.room();
	const ann = await Caller.join(browser, server, { roomId, participantId: 'ann', signalingBaseUrl: outside });
	const offer = await ann.page.evaluate(async () => {
		const connection = new RTCPeerConnection();
		connection.addTrack(
			(await navigator.mediaDevices.getUserMedia({ audio: true })).getTracks()[0] as MediaStreamTrack,
		);
		await connection.setLocalDescription();
		return connection.localDescription?.sdp ?? '';
	});
	const published = await fetch(`${outside}/v2/whip?roomId=${roomId}`, {
		method: 'POST',
		headers: { 'content-type': 'application/sdp', authorization: server.token() },
		body: offer,
	});
	expect(published.status).toBe(201);
	const location = published.headers.get('location') ?? '';
	expect(location).toMatch(/^\/calls\/v2\/whip\/sessions\//);
	const ended = await fetch(new URL(location, published.url), {
		method: 'DELETE',
		headers: { authorization: server.token() },
	});
	expect(ended.status).toBe(200);
	const room = await fetch(`${outside}/v2/rooms/${roomId}`, { headers: { authorization: server.token() } });
	const { links } = await room.json();
	expect(links.get_room).toBe(`${outside}/v2/rooms/${roomId}`);
});
