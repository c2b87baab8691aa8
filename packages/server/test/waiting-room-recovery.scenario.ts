import { expect, it, vi } from 'vitest';
import { restartable } from './support/restartable.ts';
import { refusal, SignallingClient } from './support/SignallingClient.ts';

vi.setConfig({ testTimeout: 180_000 });

/** Guests of one room, who have a token with `ask_join`. */
function guestsOf(roomId: string, token: string) {
	/** What each was answered with, and shows again. */
	const tickets = new Map<string, string>();
	const shown = (participantId: string) => {
		const ticket = tickets.get(participantId);
		return { token, roomId, participantId, ...(ticket === undefined ? {} : { ticket }) };
	};
	const join = async (url: string, participantId: string, on?: SignallingClient) => {
		const client = on ?? (await SignallingClient.open(url));
		const joined = await client.request('join', { ...shown(participantId), mode: 'SIGNALLING_ONLY' });
		return { client, joined };
	};
	const ask = async (url: string, participantId: string) => {
		const client = await SignallingClient.open(url);
		const { admitted, ticket } = await client.request('ask-entry', shown(participantId));
		if (ticket !== undefined) tickets.set(participantId, ticket);
		return { client, admitted };
	};
	/** As somebody who knows the link and the id, and nothing else. */
	const pretend = async (url: string, participantId: string) => {
		const client = await SignallingClient.open(url);
		return client.request('join', { token, roomId, participantId, mode: 'SIGNALLING_ONLY' });
	};
	return { join, ask, pretend };
}

const refusalOf = async (request: Promise<unknown>) => (await refusal(request)).refusal;

it('guests who were let in need not ask again after kill -9; those who were removed, or never asked, must', async () => {
	const { token, mint, start } = await restartable();
	const first = await start();
	const { roomId } = await first.call('/v2/rooms', {});
	const guests = guestsOf(roomId, await mint(['ask_join']));
	const host = { token, roomId, participantId: 'host', mode: 'SIGNALLING_ONLY' } as const;
	const { client, joined } = await SignallingClient.join(first.url, host);
	for (const id of ['gil', 'gone', 'late']) {
		const { client: guest, admitted } = await guests.ask(first.url, id);
		expect(admitted).toBe(false);
		await client.request('respond-entry', { participantId: id, decision: 'allowed' });
		await guest.notification('entry-responded');
		// `late` was let in, and is not in yet.
		if (id !== 'late') await guests.join(first.url, id, guest);
	}
	const { client: denied } = await guests.ask(first.url, 'denied');
	await client.request('respond-entry', { participantId: 'denied', decision: 'denied' });
	await denied.notification('entry-responded');
	await client.request('remove-participant', { participantId: 'gone' });
	// Written down in order: what was before this is on the disk when it is answered.
	await client.request('publish', { topic: 'notes', message: 'x', persist: true });
	await first.server.kill('SIGKILL');

	const second = await start();
	// Before anybody else is back.
	for (const id of ['gil', 'late']) expect(await refusalOf(guests.pretend(second.url, id))).toBe('INVALID_PERMISSIONS');
	const back = await guests.join(second.url, 'gil');
	expect(back.joined.sessionId).toBe(joined.sessionId);
	expect(await refusalOf(guests.pretend(second.url, 'gil'))).toBe('INVALID_PERMISSIONS');
	const late = await guests.ask(second.url, 'late');
	expect(late.admitted).toBe(true);
	expect((await guests.join(second.url, 'late', late.client)).joined.sessionId).toBe(joined.sessionId);
	for (const id of ['gone', 'denied', 'stranger']) {
		const why = id === 'gone' ? 'PARTICIPANT_REMOVED' : 'INVALID_PERMISSIONS';
		expect(await refusalOf(guests.join(second.url, id))).toBe(why);
		expect((await guests.ask(second.url, id)).admitted).toBe(false);
	}

	// A second death changes nothing, and the end of the session ends it.
	await second.server.kill('SIGKILL');
	const third = await start();
	expect((await guests.join(third.url, 'gil')).joined.sessionId).toBe(joined.sessionId);
	await third.call('/v2/sessions/end', { roomId });
	expect(await refusalOf(guests.join(third.url, 'gil'))).toBe('INVALID_PERMISSIONS');
});

it('a guest who was let into an empty room need not ask again either', async () => {
	const { mint, start } = await restartable();
	const first = await start();
	const { roomId } = await first.call('/v2/rooms', {});
	const guests = guestsOf(roomId, await mint(['ask_join']));
	const { client } = await guests.ask(first.url, 'gil');
	await first.call(`/v2/sessions/${roomId}/entry-requests/gil`, { decision: 'allowed' });
	await client.notification('entry-responded');
	const { joined } = await guests.join(first.url, 'gil', client);
	await first.server.kill('SIGKILL');

	const second = await start();
	expect((await guests.join(second.url, 'gil')).joined.sessionId).toBe(joined.sessionId);
});

it('guests who are denied while away learn it when they are back, and nobody is asked about them again', async () => {
	const { token, mint, start } = await restartable();
	const { call, url } = await start();
	const { roomId } = await call('/v2/rooms', {});
	const guests = guestsOf(roomId, await mint(['ask_join']));
	const host = { token, roomId, participantId: 'host', mode: 'SIGNALLING_ONLY' } as const;
	const { client } = await SignallingClient.join(url, host);
	const first = await guests.ask(url, 'gil');
	await client.notification('entry-requested');
	first.client.terminate();
	// The server notices that the connection is gone a moment later.
	await new Promise((resolve) => setTimeout(resolve, 500));
	await client.request('respond-entry', { participantId: 'gil', decision: 'denied' });

	const back = await guests.ask(url, 'gil');
	expect(back.admitted).toBe(false);
	expect(await back.client.notification('entry-responded')).toMatchObject({ participantId: 'gil', decision: 'denied' });
	expect(await refusalOf(client.request('respond-entry', { participantId: 'gil', decision: 'allowed' }))).toBe(
		'RESPOND_ENTRY_FAILED',
	);
	expect(await refusalOf(guests.join(url, 'gil', back.client))).toBe('INVALID_PERMISSIONS');
});

it('a waiting guest receives no message and no join meanwhile', async () => {
	const { token, mint, start } = await restartable();
	const { call, url } = await start();
	const { roomId } = await call('/v2/rooms', {});
	const guests = guestsOf(roomId, await mint(['ask_join']));
	const inside = (participantId: string) =>
		SignallingClient.join(url, { token, roomId, participantId, mode: 'SIGNALLING_ONLY' });
	const { client: ann } = await inside('ann');
	const { client: waits } = await guests.ask(url, 'gil');
	const { client: ben } = await inside('ben');
	await ben.request('subscribe', { topic: 'CHAT' });
	await ann.request('publish', { topic: 'CHAT', message: 'hello', persist: true });
	await ben.notification('message');
	await ann.request('respond-entry', { participantId: 'gil', decision: 'denied' });
	await waits.notification('entry-responded');
	// One connection keeps its order: whatever was sent before the decision would be here.
	expect(waits.notifications.map(({ event }) => event)).toEqual(['welcome']);
});

it('what a moderator decided about somebody holds after kill -9: removed, and moved to receiving', async () => {
	const { token, mint, start } = await restartable();
	const first = await start();
	const { roomId } = await first.call('/v2/rooms', {});
	const enter = (url: string, participantId: string, its: string) =>
		SignallingClient.join(url, { token: its, roomId, participantId });
	const [gone, quiet, free] = [await mint(['allow_join']), await mint(['allow_join']), await mint(['allow_join'])];
	const { client, joined } = await enter(first.url, 'host', token);
	for (const [id, its] of [
		['gone', gone],
		['quiet', quiet],
		['free', free],
	] as const)
		await enter(first.url, id, its);
	await client.request('change-mode', { participantId: 'quiet', mode: 'RECV_ONLY' });
	await client.request('change-mode', { participantId: 'free', mode: 'RECV_ONLY' });
	await client.request('change-mode', { participantId: 'free', mode: 'SEND_AND_RECV' });
	// What is answered is on the disk.
	await client.request('remove-participant', { participantId: 'gone' });
	await first.server.kill('SIGKILL');

	const second = await start();
	for (const id of ['gone', 'another'])
		expect(await refusalOf(enter(second.url, id, gone))).toBe('PARTICIPANT_REMOVED');
	expect((await enter(second.url, 'host', token)).joined.sessionId).toBe(joined.sessionId);
	const again = await enter(second.url, 'quiet', quiet);
	expect(again.joined.mode).toBe('RECV_ONLY');
	expect(await refusalOf(again.client.request('change-mode', { mode: 'SEND_AND_RECV' }))).toBe('CHANGE_MODE_FAILED');
	expect((await enter(second.url, 'free', free)).joined.mode).toBe('SEND_AND_RECV');
	await second.call('/v2/sessions/end', { roomId });
	expect((await enter(second.url, 'gone', gone)).joined.sessionId).not.toBe(joined.sessionId);
});
