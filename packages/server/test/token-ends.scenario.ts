import type { Permission } from '@roomcast/contract';
import { expect, it, vi } from 'vitest';
import { mintToken } from '../src/index.ts';
import { joinByWebSocket } from './support/joinByWebSocket.ts';
import { restartable } from './support/restartable.ts';
import { refusal, SignallingClient } from './support/SignallingClient.ts';
import { TestServer } from './support/TestServer.ts';

vi.setConfig({ testTimeout: 120_000 });

/** Seconds that tokens of these tests are good for: long enough for a slow machine to use them. */
const LIFE = 8;

const refusalOf = async (request: Promise<unknown>) => {
	const { refusal: name, message } = await refusal(request);
	return `${name}: ${message}`;
};
const EXPIRED = /^INVALID_TOKEN: Token is invalid or expired: it has expired/;

/** Resolves when a token that was made at `madeAt` (epoch ms) has ended. */
const ended = (madeAt: number) =>
	new Promise((resolve) => setTimeout(resolve, Math.max(0, madeAt + (LIFE + 1) * 1000 - Date.now())));

/** A server that gives tokens no leeway, with people who come and go. */
async function world() {
	const { key, token: lasting, start } = await restartable({ ROOMCAST_TOKEN_LEEWAY: '0' });
	const running = await start();
	const { roomId } = await running.call('/v2/rooms', {});
	const madeAt = Date.now();
	const mint = (permissions: readonly Permission[], participantId?: string) =>
		mintToken(key, { permissions, expiresIn: LIFE, ...(participantId === undefined ? {} : { participantId }) });
	/** As the SDK does: with what the server gave it. */
	const enter = async (
		url: string,
		participantId: string,
		token: string,
		proof: { resumeToken?: string; ticket?: string } = {},
		on?: SignallingClient,
	) => {
		const client = on ?? (await SignallingClient.open(url));
		const data = { token, roomId, participantId, mode: 'SIGNALLING_ONLY', ...proof } as const;
		const joined = await client.request('join', data);
		return { client, joined, proof: { ...proof, resumeToken: joined.resumeToken } };
	};
	return { lasting, start, running, roomId, mint, enter, ended: () => ended(madeAt) };
}

it('a participant comes back after kill -9 although its token has expired; nobody else does', async () => {
	const { lasting, start, running, roomId, mint, enter, ended } = await world();
	const first = running.url;
	const [anns, bens, guests] = [
		await mint(['allow_join']),
		await mint(['allow_join'], 'ben'),
		await mint(['ask_join']),
	];
	const moderators = await mint(['allow_join', 'allow_mod']);
	const host = await enter(first, 'host', lasting);
	const ann = await enter(first, 'ann', anns);
	const ben = await enter(first, 'ben', bens);
	const gone = await enter(first, 'gone', await mint(['allow_join'], 'gone'));
	const waits = await SignallingClient.open(first);
	const { ticket } = await waits.request('ask-entry', { token: guests, roomId, participantId: 'gil' });
	await host.client.request('respond-entry', { participantId: 'gil', decision: 'allowed' });
	await waits.notification('entry-responded');
	const gil = await enter(first, 'gil', guests, ticket === undefined ? {} : { ticket }, waits);
	await host.client.request('remove-participant', { participantId: 'gone' });
	await ended();
	await running.server.kill('SIGKILL');

	const second = await start();
	const back = await enter(second.url, 'ann', anns, ann.proof);
	expect(back.joined.sessionId).toBe(host.joined.sessionId);
	expect((await enter(second.url, 'ben', bens, ben.proof)).joined.sessionId).toBe(host.joined.sessionId);
	expect((await enter(second.url, 'gil', guests, gil.proof)).joined.sessionId).toBe(host.joined.sessionId);
	// With an ended token alone, even one that names the participant; with somebody else's seat; with more rights.
	expect(await refusalOf(enter(second.url, 'ben', bens))).toMatch(EXPIRED);
	expect(await refusalOf(enter(second.url, 'dan', anns, ann.proof))).toMatch(EXPIRED);
	expect(await refusalOf(enter(second.url, 'ann', moderators, ann.proof))).toMatch(EXPIRED);
	expect(await refusalOf(enter(second.url, 'ben', bens, ann.proof))).toMatch(EXPIRED);
	const removed = await refusalOf(enter(second.url, 'gone', await mint(['allow_join'], 'gone'), gone.proof));
	expect(removed).toMatch(/^PARTICIPANT_REMOVED/);

	// Once more, by what the second server gave.
	await second.server.kill('SIGKILL');
	const third = await start();
	expect((await enter(third.url, 'ann', anns, back.proof)).joined.sessionId).toBe(host.joined.sessionId);
	await third.call('/v2/sessions/end', { roomId });
	expect(await refusalOf(enter(third.url, 'ann', anns, back.proof))).toMatch(EXPIRED);
});

it('a participant whose connection was lost comes back to a session that lasts; a removed one does not', async () => {
	const { lasting, running, mint, enter, ended } = await world();
	const { url } = running;
	const [anns, removeds] = [await mint(['allow_join']), await mint(['allow_join'])];
	const host = await enter(url, 'host', lasting);
	const ann = await enter(url, 'ann', anns);
	const removed = await enter(url, 'removed', removeds);
	await host.client.request('remove-participant', { participantId: 'removed' });
	// A page that is reloaded says good-bye.
	await ann.client.request('leave', {});
	await ended();
	expect(await refusalOf(enter(url, 'ann', anns))).toMatch(EXPIRED);
	expect((await enter(url, 'ann', anns, ann.proof)).joined.sessionId).toBe(host.joined.sessionId);
	expect(await refusalOf(enter(url, 'removed', removeds, removed.proof))).toMatch(
		/^(INVALID_TOKEN|PARTICIPANT_REMOVED)/,
	);
});

it('who asked before the end of the token is let in after it, over another connection too', async () => {
	const { lasting, running, roomId, mint, enter, ended } = await world();
	const { url } = running;
	const host = await enter(url, 'host', lasting);
	const [guests, named] = [await mint(['ask_join']), await mint(['ask_join'], 'nora')];
	const ask = async (participantId: string, token: string, ticket?: string) => {
		const client = await SignallingClient.open(url);
		const data = { token, roomId, participantId, ...(ticket === undefined ? {} : { ticket }) };
		return { client, ...(await client.request('ask-entry', data)) };
	};
	const gil = await ask('gil', guests);
	const nora = await ask('nora', named);
	const kim = await ask('kim', await mint(['ask_join']));
	await ended();
	// Somebody who has the token, or the id, and nothing else.
	for (const token of [named, guests])
		expect(await refusalOf(ask(token === named ? 'nora' : 'gil', token))).toMatch(EXPIRED);
	expect(await refusalOf(ask('eve', guests, gil.ticket))).toMatch(EXPIRED);
	const again = [await ask('gil', guests, gil.ticket), await ask('nora', named, nora.ticket)];
	for (const [index, id] of ['gil', 'nora'].entries()) {
		await host.client.request('respond-entry', { participantId: id, decision: 'allowed' });
		await again[index]?.client.notification('entry-responded');
	}
	const proof = (ticket: string | undefined) => (ticket === undefined ? {} : { ticket });
	const { joined } = await enter(url, 'gil', guests, proof(gil.ticket), again[0]?.client);
	expect(joined.sessionId).toBe(host.joined.sessionId);
	await enter(url, 'nora', named, proof(nora.ticket), again[1]?.client);
	// Who was not let in stays out.
	expect(await refusalOf(enter(url, 'kim', guests, proof(kim.ticket)))).toMatch(EXPIRED);
});

it('the clock of who signs may differ by ROOMCAST_TOKEN_LEEWAY, a minute unless it is set', async () => {
	for (const [settings, leeway] of [
		[{}, 60],
		[{ ROOMCAST_TOKEN_LEEWAY: '5' }, 5],
	] as const) {
		const server = await TestServer.create(settings);
		try {
			const { roomId } = await server.room();
			const verdict = async (expiresIn: number) => {
				const token = await mintToken(server.key, { permissions: ['allow_join'], expiresIn });
				const rest = await server.call('/v2/rooms', { token });
				const joined = await joinByWebSocket(server.url, token, roomId);
				expect(rest.status === 200).toBe(joined.error === undefined);
				return rest.status;
			};
			expect(await verdict(-leeway + 4)).toBe(200);
			expect(await verdict(-leeway - 1)).toBe(401);
		} finally {
			await server.close();
		}
	}
});
