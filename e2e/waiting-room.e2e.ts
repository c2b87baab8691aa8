import { until } from '@roomcast/testing/until';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestBrowser } from './support/browser.ts';
import { Caller, type CallerOptions } from './support/caller.ts';
import { moves } from './support/moves.ts';
import { RawSignalling } from './support/rawSignalling.ts';
import type { TestServer } from './support/server.ts';
import { sharedServer } from './support/sharedServer.ts';

let server: TestServer;
let browsers: TestBrowser[];

beforeAll(async () => {
	server = await sharedServer();
	browsers = [];
	for (const colour of ['red', 'blue', 'green'] as const) browsers.push(await TestBrowser.launch({ colour }));
});
afterAll(async () => {
	await Promise.all((browsers ?? []).map((browser) => browser.close()));
});

const call = (browser: number, options: CallerOptions) =>
	Caller.join(browsers[browser] as TestBrowser, server, options);

const askingToken = () => server.token({ permissions: ['ask_join'] });

/** Somebody who asks to be let in; resolves when they wait. */
async function knock(browser: number, roomId: string, participantId: string): Promise<Caller> {
	const caller = await call(browser, { roomId, participantId, token: askingToken(), waitToJoin: true });
	await caller.run('meeting.join()');
	expect(await caller.run('meeting.waiting')).toBe(true);
	return caller;
}

/** A guest who is let in gets media first. */
const SLOWLY = { timeout: 30_000 };

const knocking = (host: Caller) =>
	host.run<string[]>('meeting.entryRequests.map(({ participantId }) => participantId)');

describe('the waiting room', () => {
	it('keeps a guest waiting until they are let in, and then media flows; another is denied and notified', async () => {
		const roomId = await server.room();
		const host = await call(0, { roomId, participantId: 'host' });
		await host.run(`meeting.pubSub.publish('CHAT', 'for members only', { persist: true })`);
		const guest = await knock(1, roomId, 'guest');
		const stranger = await knock(2, roomId, 'stranger');
		await until('the host hears both knock', async () => (await knocking(host)).length === 2);
		expect((await host.events('entry-requested')).map(({ args }) => args[0])).toEqual([
			{ participantId: 'guest', name: 'guest' },
			{ participantId: 'stranger', name: 'stranger' },
		]);
		// A waiting guest gets nothing from the room: no names, no media connection, no messages.
		expect(await guest.others()).toEqual([]);
		expect(await guest.run('window.connections.filter((one) => one.connectionState !== "closed").length')).toBe(0);
		await expect(guest.run(`meeting.pubSub.subscribe('CHAT', () => {})`)).rejects.toThrow();

		await host.run(`meeting.respondEntry('guest', 'allowed')`);
		await until('the guest is in', async () => (await guest.events('meeting-joined')).length === 1);
		await moves(guest, 'host', SLOWLY);
		await moves(host, 'guest', SLOWLY);
		expect((await guest.events('entry-responded'))[0]?.args).toEqual(['guest', 'allowed']);

		await host.run(`meeting.respondEntry('stranger', 'denied')`);
		await until('the stranger gets the answer', async () => (await stranger.events('entry-responded')).length === 1);
		expect((await stranger.events('entry-responded'))[0]?.args).toEqual(['stranger', 'denied']);
		expect(await stranger.run('meeting.state')).toBe('DISCONNECTED');
		expect(await host.others()).toEqual(['guest']);
		expect(await knocking(host)).toEqual([]);
		expect((await host.events('entry-responded')).map(({ args }) => args)).toEqual([
			['host', 'allowed'],
			['guest', 'allowed'],
			['stranger', 'denied'],
		]);
		// The first answer counts.
		await expect(host.run(`meeting.respondEntry('stranger', 'allowed')`)).rejects.toThrow(/could not be answered/);
	});

	it('shows a late host who already waits, and who stops waiting', async () => {
		const roomId = await server.room();
		const guest = await knock(1, roomId, 'guest');
		const host = await call(0, { roomId, participantId: 'host' });
		await until('the host sees who waits', async () => (await knocking(host)).includes('guest'));
		await guest.run('meeting.leave()');
		await until('the host sees them gone', async () => (await host.events('entry-request-ended')).length === 1);
		expect(await knocking(host)).toEqual([]);
	});

	it('does not let in anybody who skips the request', async () => {
		const roomId = await server.room();
		await call(0, { roomId, participantId: 'host' });
		const raw = await RawSignalling.connect(server.url);
		const reply = await raw.request('join', { token: askingToken(), roomId, mode: 'SIGNALLING_ONLY' });
		expect(reply).toMatchObject({ error: { code: 4008 } });
		raw.close();
	});
});

describe('moderation', () => {
	it('removes somebody with the reason, and ignores every old connection', async () => {
		const roomId = await server.room();
		const host = await call(0, { roomId, participantId: 'host' });
		const guest = await call(1, {
			roomId,
			participantId: 'guest',
			token: server.token({ permissions: ['allow_join'] }),
		});
		await moves(host, 'guest', SLOWLY);
		const raw = await RawSignalling.connect(server.url);
		const joined = await raw.request('join', {
			token: server.token({ permissions: ['allow_join'] }),
			roomId,
			participantId: 'mallory',
			mode: 'SIGNALLING_ONLY',
		});
		await until('mallory is there', async () => (await host.others()).includes('mallory'));

		await expect(guest.run(`meeting.participants.get('host').remove()`)).rejects.toThrow(/could not be removed/);
		await host.run(`meeting.participants.get('guest').remove()`);
		await until('the guest is out', async () => (await guest.events('meeting-left')).length === 1);
		expect((await guest.events('meeting-left'))[0]?.args[0]).toEqual({ code: 1002, message: 'REMOVE_PEER' });
		await expect(guest.run(`meeting.pubSub.publish('CHAT', 'still here')`)).rejects.toThrow();

		await host.run(`meeting.participants.get('mallory').remove()`);
		await until('mallory is gone', async () => (await host.others()).length === 0);
		const spoken = await raw.request('publish', { topic: 'CHAT', message: 'still here' });
		expect(spoken === 'closed' || spoken.error !== undefined).toBe(true);
		const again = await RawSignalling.connect(server.url);
		const resumeToken = joined === 'closed' ? '' : joined.data?.resumeToken;
		expect(await again.request('resume', { resumeToken, lastSeq: 0 })).toMatchObject({
			error: { name: 'RESUME_FAILED' },
		});
		again.close();
		raw.close();
	});

	it('mutes at once, asks to unmute, and changes the mode', async () => {
		const roomId = await server.room();
		const host = await call(0, { roomId, participantId: 'host' });
		const guest = await call(1, {
			roomId,
			participantId: 'guest',
			token: server.token({ permissions: ['allow_join'] }),
		});
		await moves(host, 'guest', SLOWLY);
		await guest.run(`meeting.on('mic-requested', (request) => { window.micRequest = request; })`);
		await host.run(`meeting.participants.get('guest').disableMic()`);
		await until('the guest is mute', () => guest.run<boolean>('!meeting.localParticipant.micOn'));
		await until('the host sees it', () => host.run<boolean>(`!meeting.participants.get('guest').micOn`));
		expect((await guest.events('media-disabled'))[0]?.args[0]).toEqual({ kind: 'mic', disabledBy: 'host' });
		await host.run(`meeting.participants.get('guest').enableMic()`);
		await until('the guest is asked', () => guest.run<boolean>('window.micRequest !== undefined'));
		expect(await guest.run('meeting.localParticipant.micOn')).toBe(false);
		await guest.run('window.micRequest.accept()');
		await until('the host hears the guest', () => host.run<boolean>(`meeting.participants.get('guest').micOn`));

		await host.run(`meeting.participants.get('guest').changeMode('RECV_ONLY')`);
		await until('the guest sends nothing', () => host.run<boolean>(`!meeting.participants.get('guest').webcamOn`));
		await moves(guest, 'host', SLOWLY);
		await expect(guest.run('meeting.enableWebcam()')).rejects.toThrow(/mode/);
		// A guest cannot undo what a moderator decided.
		await expect(guest.run(`meeting.changeMode('SEND_AND_RECV')`)).rejects.toThrow(/could not be changed/);
		await host.run(`meeting.participants.get('guest').changeMode('SEND_AND_RECV')`);
		await until('the mode is back', () => guest.run<boolean>(`meeting.localParticipant.mode === 'SEND_AND_RECV'`));
		await guest.run('meeting.enableWebcam()');
		await moves(host, 'guest', SLOWLY);
	});
});

describe('the meeting page', () => {
	/** Opens the page without a join screen. */
	async function visit(browser: number, roomId: string, name: string, permissions: string[]): Promise<Page> {
		const token = server.token({ permissions });
		const query = new URLSearchParams({ token, name, joinWithoutUserInteraction: 'true' });
		return (browsers[browser] as TestBrowser).page(`${server.url}/meet/${roomId}?${query}`);
	}
	const at = (page: Page, id: string) => page.locator(`[data-testid="${id}"]`);

	it('lets in by the toast and by the list, denies, chats, and mutes with a notice', async () => {
		const roomId = await server.room();
		const host = await visit(0, roomId, 'Hana', ['allow_join', 'allow_mod']);
		await at(host, 'call').waitFor();
		const guest = await visit(1, roomId, 'Gil', ['ask_join']);
		await at(guest, 'waiting-screen').waitFor();
		await at(host, 'knock-toast').waitFor();
		expect(await at(host, 'knock-toast').innerText()).toContain('Gil');
		await at(host, 'toast-allow').click();
		await at(guest, 'call').waitFor();
		await at(host, 'knock-toast').waitFor({ state: 'detached' });

		const stranger = await visit(2, roomId, 'Stan', ['ask_join']);
		await at(stranger, 'waiting-screen').waitFor();
		await at(host, 'people-badge').waitFor();
		await at(host, 'people-button').click();
		await at(host, 'deny').click();
		await stranger.locator('[data-error-code="DENIED"]').waitFor();

		await at(host, 'chat-button').click();
		await at(host, 'chat-input').fill('See https://example.com/agenda.\nSecond line');
		await at(host, 'chat-input').press('Enter');
		await at(guest, 'chat-badge').waitFor();
		expect(await at(guest, 'chat-badge').innerText()).toBe('1');
		await at(guest, 'chat-button').click();
		await at(guest, 'chat-message').waitFor();
		expect(await at(guest, 'chat-message').innerText()).toContain('Second line');
		const link = guest.locator('[data-testid="chat-message"] a');
		expect(await link.getAttribute('href')).toBe('https://example.com/agenda');
		expect(await link.getAttribute('rel')).toContain('noopener');
		await at(guest, 'chat-badge').waitFor({ state: 'detached' });

		await at(host, 'people-button').click();
		const row = host.locator('[data-testid="person-row"]', { hasText: 'Gil' });
		await row.locator('[aria-label="microphone on"]').waitFor();
		await row.locator('[data-testid="person-menu"]').click();
		await at(host, 'mic-item').click();
		await guest.getByText('You were muted by Hana').waitFor();
		await row.locator('[aria-label="muted"]').waitFor();
		await row.locator('[data-testid="person-menu"]').click();
		await at(host, 'mic-item').click();
		await at(guest, 'consent-yes').click();
		await row.locator('[aria-label="microphone on"]').waitFor();
		await row.locator('[data-testid="person-menu"]').click();
		await at(host, 'remove-item').click();
		await at(host, 'question-yes').click();
		await guest.locator('[data-error-code="REMOVED"]').waitFor();
	});
});
