import { until } from '@roomcast/testing/until';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { axeFindings } from './support/axe.ts';
import { TestBrowser } from './support/browser.ts';
import { focused, tabStops, tabTo } from './support/keyboard.ts';
import type { TestServer } from './support/server.ts';
import { sharedServer } from './support/sharedServer.ts';

let server: TestServer;
let browser: TestBrowser;
/** The browser remembers one test only. */
let context: BrowserContext;

beforeAll(async () => {
	[server, browser] = await Promise.all([sharedServer(), TestBrowser.launch()]);
});
afterAll(async () => {
	await browser?.close();
});
beforeEach(async () => {
	context = await browser.newContext({ reducedMotion: 'reduce', viewport: { width: 1100, height: 720 } });
});
afterEach(async () => {
	await Promise.all(context.pages().map((page) => page.close()));
	await context.close();
});

/** Opens a page with the devices off: they take CPU. */
async function open(path: string, query: Record<string, string> = {}): Promise<Page> {
	const page = await context.newPage();
	const quiet = { micEnabled: 'false', webcamEnabled: 'false' };
	await page.goto(`${server.url}${path}?${new URLSearchParams({ ...quiet, ...query })}`);
	return page;
}

/** Joins as somebody who may do everything, or what `permissions` say. */
async function visit(roomId: string, name: string, permissions?: string[]): Promise<Page> {
	const token = server.token(permissions === undefined ? {} : { permissions });
	const page = await open(`/meet/${roomId}`, { token, name, joinWithoutUserInteraction: 'true' });
	await page.getByTestId(permissions?.includes('ask_join') ? 'waiting-screen' : 'call').waitFor();
	return page;
}

const isAt = (page: Page, where: string) =>
	until(`the focus is at ${where}`, async () => (await focused(page)) === where);

it('axe finds nothing on the pages around a call', async () => {
	const roomId = await server.room();
	for (const [path, query, id] of [
		['/', {}, undefined],
		[`/meet/${roomId}`, { token: server.token() }, 'lobby'],
		[`/meet/${roomId}`, {}, 'error-screen'],
		[`/watch/${roomId}`, {}, 'waiting-screen'],
	] as const) {
		const page = await open(path, query);
		await (id === undefined ? page.getByRole('main') : page.getByTestId(id)).waitFor();
		expect(await page.getByRole('heading', { level: 1 }).count(), `headings of ${path}`).toBe(1);
		expect(await axeFindings(page), path).toEqual([]);
		await page.close();
	}
});

it('axe finds nothing in the states of a call', { timeout: 180_000 }, async () => {
	const roomId = await server.room();
	const ann = await visit(roomId, 'Ann');
	const bob = await visit(roomId, 'Bob');
	const at = (id: string) => ann.getByTestId(id);
	/** Each follows from the one before it. */
	const states: readonly [string, () => Promise<void>][] = [
		['two people', async () => {}],
		[
			'the hint of a button',
			async () => {
				await at('mic-button').hover();
				await ann.getByText('Unmute').waitFor();
			},
		],
		['the people', () => at('people-button').click()],
		['the menu of a person', () => at('person-menu').last().click()],
		['a question', () => at('remove-item').click()],
		[
			'the chat',
			async () => {
				await at('question-no').click();
				await at('chat-button').click();
				for (let line = 0; line < 12; line++) {
					await at('chat-input').fill(`Line ${line}\n\nhttps://example.com/${line}`);
					await at('chat-input').press('Enter');
				}
				await at('chat-message').nth(11).waitFor();
			},
		],
		['the menu', () => at('more-button').click()],
		['the shortcuts', () => at('shortcuts-item').click()],
		[
			'a recording that is about to start',
			async () => {
				await ann.keyboard.press('Escape');
				await at('shortcut-help').waitFor({ state: 'detached' });
				await at('more-button').click();
				await at('record-item').click();
				await at('record-dialog').waitFor();
			},
		],
		[
			'going live',
			async () => {
				await at('record-no').click();
				await at('record-dialog').waitFor({ state: 'detached' });
				await at('more-button').click();
				await at('live-item').click();
			},
		],
		[
			'an invitation',
			async () => {
				await at('live-close').click();
				await at('live-dialog').waitFor({ state: 'hidden' });
				await at('invite-button').click();
				await at('invite-dialog').waitFor();
			},
		],
		[
			'a knock',
			async () => {
				await at('invite-close').click();
				await at('invite-dialog').waitFor({ state: 'detached' });
				const cleo = await visit(roomId, 'Cleo', ['ask_join']);
				expect(await axeFindings(cleo), 'the waiting screen').toEqual([]);
				await at('knock-toast').waitFor();
			},
		],
		[
			'a window that the chat covers',
			async () => {
				await ann.setViewportSize({ width: 390, height: 700 });
				await at('knock-toast').waitFor();
			},
		],
		[
			'a page that failed',
			async () => {
				await ann.evaluate(() => {
					String.prototype.matchAll = () => {
						throw new Error('of the test');
					};
				});
				await at('chat-input').fill('Hello');
				await at('chat-input').press('Enter');
				await at('crash-screen').waitFor();
			},
		],
	];
	for (const [what, enter] of states) {
		await enter();
		expect(await axeFindings(ann), what).toEqual([]);
	}
	await bob.getByTestId('leave-menu-button').click();
	await bob.getByTestId('leave-button').click();
	await bob.getByTestId('left-screen').waitFor();
	expect(await axeFindings(bob), 'after leaving').toEqual([]);
});

it('the keyboard alone is enough, from joining to ending the call', async () => {
	const roomId = await server.room();
	const bob = await visit(roomId, 'Bob');
	const ann = await open(`/meet/${roomId}`, { token: server.token() });
	await tabTo(ann, 'Your name');
	await ann.keyboard.type('Ann');
	await tabTo(ann, 'Join to listen');
	await ann.keyboard.press('Enter');
	await ann.getByTestId('call').waitFor();
	await isAt(ann, 'H1');

	// Tab reaches everything that can be pressed, and the focus is visible.
	const stops = await tabStops(ann);
	const names = await ann
		.locator('button:visible, a[href]:visible, input:visible')
		.evaluateAll((all) => all.map((each) => (each.getAttribute('aria-label') ?? each.textContent ?? '').trim()));
	expect(new Set(stops.map(({ name }) => name))).toEqual(new Set(names));
	expect(stops.filter(({ visible }) => !visible)).toEqual([]);

	const camera = ann.getByRole('button', { name: 'Camera', exact: true });
	const annAtBob = bob.locator('[data-testid="tile"][data-local="false"]');
	await tabTo(ann, 'Camera');
	await ann.keyboard.press('Enter');
	await until('Bob sees the camera on', async () => (await annAtBob.getAttribute('data-camera')) === 'on');
	expect(await camera.getAttribute('aria-pressed')).toBe('true');
	await ann.keyboard.press('Enter');
	await until('Bob sees the camera off', async () => (await annAtBob.getAttribute('data-camera')) === 'off');
	expect(await camera.getAttribute('aria-pressed')).toBe('false');

	await tabTo(ann, 'Layout');
	await ann.keyboard.press('Enter');
	await ann.getByRole('menuitemradio', { name: 'Grid' }).waitFor();
	await ann.keyboard.press('g');
	await ann.keyboard.press('Enter');
	await isAt(ann, 'layout-button');
	await tabTo(ann, 'Pin Bob');
	await ann.keyboard.press('Enter');
	await ann.getByRole('button', { name: 'Pin Bob', pressed: true }).waitFor();

	// The list of the people, and the menu of one of them.
	await tabTo(ann, 'People');
	await ann.keyboard.press('Enter');
	await tabTo(ann, 'Options for Bob');
	await ann.keyboard.press('Enter');
	await ann.getByRole('menuitem', { name: 'Pin for everyone' }).waitFor();
	await ann.keyboard.press('p');
	await ann.keyboard.press('Enter');
	await ann.getByLabel('pinned for everyone').waitFor();
	await ann.keyboard.press('Escape');
	await isAt(ann, 'people-button');

	// A dialog gives the focus back to what opened it.
	await tabTo(ann, 'Invite');
	await ann.keyboard.press('Enter');
	await ann.getByTestId('invite-dialog').waitFor();
	await tabTo(ann, 'Copy link');
	await ann.keyboard.press('Escape');
	await isAt(ann, 'invite-button');

	await tabTo(ann, 'Leave or end the call');
	await ann.keyboard.press('Enter');
	await ann.getByTestId('end-button').waitFor();
	await ann.keyboard.press('e');
	await ann.keyboard.press('Enter');
	await isAt(ann, 'question-no');
	await tabTo(ann, 'End for everyone');
	await ann.keyboard.press('Enter');
	for (const page of [ann, bob]) await page.locator('[data-error-code="ROOM_ENDED"]').waitFor();
	await isAt(ann, 'H1');
});

it('the focus follows what happens, and letters are text in a text field', async () => {
	const roomId = await server.room();
	const ann = await visit(roomId, 'Ann');
	const bob = await visit(roomId, 'Bob');
	await isAt(ann, 'H1');
	for (const name of ['Microphone', 'Camera', 'Share screen', 'People', 'Chat'])
		expect(await ann.getByRole('button', { name, exact: true, pressed: false }).count(), name).toBe(1);

	// The chat opens with the focus in its field: letters are text and switch nothing.
	await ann.keyboard.press('c');
	expect(await focused(ann)).toBe('chat-input');
	await ann.keyboard.type('pass me the menu');
	expect(await ann.getByTestId('chat-input').inputValue()).toBe('pass me the menu');
	await ann.getByTestId('close-panel').focus();
	await ann.keyboard.press('p');
	expect(await ann.getByTestId('people-panel').count()).toBe(0);
	await ann.keyboard.press('Escape');
	await ann.getByTestId('chat-panel').waitFor({ state: 'detached' });
	await isAt(ann, 'H1');

	// Opened by its button and closed: the focus is at the button. Switches keep their names.
	const chat = ann.getByRole('button', { name: 'Chat', exact: true });
	await chat.focus();
	await ann.keyboard.press('Enter');
	expect(await chat.getAttribute('aria-pressed')).toBe('true');
	await ann.keyboard.press('Escape');
	await isAt(ann, 'chat-button');
	expect(await chat.getAttribute('aria-pressed')).toBe('false');

	// A message while the chat is closed is read out and makes a sound, as an entry request does.
	const sounds = await countSounds(ann);
	await bob.keyboard.press('c');
	await bob.keyboard.type('Hello Ann');
	await bob.keyboard.press('Enter');
	await ann.getByTestId('announcer').getByText('Bob writes: Hello Ann').waitFor({ state: 'attached' });
	await until('the message is heard', async () => (await sounds()) > 0);
	expect(await chat.count()).toBe(1);
	const before = await sounds();
	const cleo = await visit(roomId, 'Cleo', ['ask_join']);
	await ann.getByTestId('announcer').getByText('Cleo wants to join').waitFor({ state: 'attached' });
	await until('the knock is heard', async () => (await sounds()) > before);

	// Answering it by keyboard leaves the focus in the call.
	await tabTo(ann, 'Let in');
	await ann.keyboard.press('Enter');
	await cleo.getByTestId('call').waitFor();
	await ann.getByTestId('knock-toast').waitFor({ state: 'detached' });
	await isAt(ann, 'H1');

	// All shortcuts except Escape can be switched off.
	await ann.keyboard.press('?');
	await ann.getByTestId('letter-keys').focus();
	await ann.keyboard.press('Space');
	await ann.keyboard.press('Escape');
	await ann.getByTestId('shortcut-help').waitFor({ state: 'detached' });
	await ann.keyboard.press('c');
	await ann.keyboard.press('?');
	expect(await ann.getByTestId('chat-panel').count()).toBe(0);
	expect(await ann.getByTestId('shortcut-help').count()).toBe(0);

	// A panel that covers the window keeps the focus.
	await ann.setViewportSize({ width: 390, height: 700 });
	await ann.getByTestId('people-button').click();
	for (let press = 0; press < 8; press++) {
		await ann.keyboard.press('Tab');
		const inside = await ann.evaluate(() => {
			const { activeElement, body } = document;
			// After the last one comes the browser itself, which a page sees as its body.
			return activeElement === body || activeElement?.closest('aside, [data-testid="notices"]') !== null;
		});
		expect(inside).toBe(true);
	}
});

/** Counts the tones that a page plays from now on. */
async function countSounds(page: Page): Promise<() => Promise<number>> {
	await page.evaluate(() => {
		const { start } = OscillatorNode.prototype;
		Object.assign(window, { tones: 0 });
		OscillatorNode.prototype.start = function (...at) {
			(window as unknown as { tones: number }).tones++;
			start.apply(this, at);
		};
	});
	return () => page.evaluate(() => (window as unknown as { tones: number }).tones);
}

it('asks before it removes somebody, mutes all, or ends the call', async () => {
	const roomId = await server.room();
	const ann = await visit(roomId, 'Ann');
	const bob = await visit(roomId, 'Bob');
	const cleo = await visit(roomId, 'Cleo');
	const at = (id: string) => ann.getByTestId(id);
	const no = async () => {
		await isAt(ann, 'question-no');
		await ann.keyboard.press('Enter');
		await at('question-dialog').waitFor({ state: 'detached' });
		expect(await focused(ann)).not.toBe('BODY');
	};

	await at('people-button').click();
	await ann.locator('[data-testid="person-row"]', { hasText: 'Bob' }).getByTestId('person-menu').click();
	await at('remove-item').click();
	await at('question-dialog').getByText('Remove Bob?').waitFor();
	await no();

	await bob.keyboard.press('m');
	await bob.getByRole('button', { name: 'Microphone', exact: true, pressed: true }).waitFor();
	const heard = ann.locator('[data-testid="person-row"]').getByLabel('microphone on');
	await heard.waitFor();
	await at('mute-all').click();
	await at('question-dialog').getByText('Mute 1 person?').waitFor();
	await no();
	expect(await heard.count()).toBe(1);
	await at('mute-all').click();
	await at('question-yes').click();
	await heard.waitFor({ state: 'detached' });

	await at('leave-menu-button').click();
	await at('end-button').click();
	await no();
	for (const page of [bob, cleo]) expect(await page.getByTestId('call').count()).toBe(1);
});
