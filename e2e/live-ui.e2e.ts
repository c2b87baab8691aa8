import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeFindings } from './support/axe.ts';
import { TestBrowser } from './support/browser.ts';
import { TestServer } from './support/server.ts';

let server: TestServer;
let red: TestBrowser;
let blue: TestBrowser;

beforeAll(async () => {
	[server, red, blue] = await Promise.all([
		// Allows requests to a service of the test.
		TestServer.start({ env: { ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true' } }),
		TestBrowser.launch({ colour: 'red' }),
		TestBrowser.launch({ colour: 'blue' }),
	]);
});
afterAll(async () => {
	await Promise.all([red?.close(), blue?.close()]);
	await server?.stop();
});

async function visit(browser: TestBrowser, roomId: string, name: string, query = {}): Promise<Page> {
	// Without devices, which take CPU: nobody has to be seen or heard here.
	const quiet = { micEnabled: 'false', webcamEnabled: 'false', joinWithoutUserInteraction: 'true' };
	const parameters = { token: server.token(), name, ...quiet, ...query };
	const page = await browser.page(`${server.url}/meet/${roomId}?${new URLSearchParams(parameters)}`);
	await page.setViewportSize({ width: 900, height: 700 });
	await page.getByTestId('call').waitFor();
	return page;
}

const mark = (page: Page) => page.locator('[data-testid="live-mark"][data-state="LIVE"]');

it('one person goes live, and everybody sees it until it ends, also late joiners', async () => {
	const roomId = await server.room();
	const ann = await visit(red, roomId, 'Ann');
	const bob = await visit(blue, roomId, 'Bob', { hlsEnabled: 'false', liveStreamEnabled: 'false' });

	// A link that does not offer it has neither the entry of the menu nor the key.
	await bob.getByTestId('more-button').click();
	await bob.getByTestId('invite-item').waitFor();
	expect(await bob.getByTestId('live-item').count()).toBe(0);
	await bob.keyboard.press('Escape');
	await bob.getByTestId('invite-item').waitFor({ state: 'detached' });
	await bob.keyboard.press('l');

	await ann.getByTestId('more-button').click();
	await ann.getByTestId('live-item').click();
	await ann.getByTestId('start-hls').click();
	await Promise.all([mark(ann).waitFor(), mark(bob).waitFor()]);
	await ann.getByTestId('notices').getByText('You are live on the web').waitFor();
	await bob.getByTestId('notices').getByText('This call is live on the web').waitFor();
	expect(await bob.getByTestId('live-dialog').count()).toBe(0);
	expect(await bob.getByTestId('live-manage').count()).toBe(0);
	await ann.getByTestId('live-web').getByText('On air').waitFor();
	expect(await ann.getByTestId('watch-link').getAttribute('href')).toBe(`${server.url}/watch/${roomId}`);

	expect(await axeFindings(ann)).toEqual([]);

	const cleo = await visit(red, roomId, 'Cleo');
	await mark(cleo).waitFor();
	await cleo.getByTestId('notices').getByText('This call is live').waitFor();

	// It asks first, and the stream continues if the answer is no.
	await ann.getByTestId('stop-hls').click();
	await ann.getByTestId('question-no').click();
	await ann.getByTestId('question-dialog').waitFor({ state: 'detached' });
	await ann.getByTestId('live-web').getByText('On air').waitFor();
	await ann.getByTestId('stop-hls').click();
	await ann.getByTestId('question-yes').click();
	for (const page of [ann, bob, cleo]) await page.getByTestId('live-mark').waitFor({ state: 'detached' });
	await bob.getByTestId('notices').getByText('No longer live on the web').waitFor();
	await ann.getByTestId('start-hls').waitFor();
	await ann.getByTestId('live-close').click();
});

it('says what is wrong with a destination where it was typed, and what the server says', { tags: 'long' }, async () => {
	const roomId = await server.room();
	const dora = await visit(red, roomId, 'Dora');
	await dora.keyboard.press('l');
	const form = dora.getByTestId('live-services');
	await form.getByText('Other', { exact: true }).click();
	await form.getByTestId('start-livestream').click();
	await form.getByText('Begins with rtmp://').waitFor();
	await form.getByLabel('Address of the server').fill('rtmp://127.0.0.1:1/live');
	await form.getByLabel('Stream key').fill('very-secret-key');
	await form.getByTestId('start-livestream').click();
	// Once, in words for a person, and above the dialog: nothing is over the middle of the notice.
	const notices = dora.getByTestId('notices');
	const notice = notices.getByText('The service does not answer. Check its address', { exact: false });
	await notice.first().waitFor({ timeout: 30_000 });
	expect(await notice.count()).toBe(1);
	expect(await notices.innerText()).not.toMatch(/very-secret-key|rtmp|127\.0\.0\.1/);
	const onTop = await notice.evaluate((element) => {
		const { x, y, width, height } = element.getBoundingClientRect();
		return element.contains(document.elementFromPoint(x + width / 2, y + height / 2));
	});
	expect(onTop).toBe(true);
	// Dismissing the notice leaves the dialog open.
	await notices.getByLabel('Dismiss').last().click();
	await notice.waitFor({ state: 'detached' });
	expect(await dora.getByTestId('live-dialog').isVisible()).toBe(true);
	// Nothing typed is lost.
	expect(await form.getByLabel('Stream key').inputValue()).toBe('very-secret-key');
	expect(await axeFindings(dora)).toEqual([]);
});
