import type { RequestData } from '@roomcast/contract';
import { describe, expect, it } from 'vitest';
import type { TokenRequest } from '../src/index.ts';
import { refusal, type SignallingClient } from './support/SignallingClient.ts';
import { signallingScenario } from './support/signallingScenario.ts';
import { SOUND_OFFER } from './support/soundOffer.ts';

const { server, newRoom, join, open } = signallingScenario();

const tokenOf = (request: Partial<TokenRequest> = {}) => server().token({ permissions: ['allow_join'], ...request });
const guestToken = () => tokenOf({ permissions: ['ask_join'] });

type Who = Partial<RequestData<'join'>> & { roomId: string; participantId: string; token: string };

/** Joins on a connection of its own. */
async function enter(who: Who) {
	const client = await open();
	const joined = await client.request('join', { mode: 'SIGNALLING_ONLY', ...who });
	return { client, joined };
}

/** The same, as one who could send. */
async function enterWithMedia(who: Who) {
	const client = await open();
	const { routerRtpCapabilities } = await client.notification('welcome');
	return { client, joined: await client.request('join', { rtpCapabilities: routerRtpCapabilities, ...who }) };
}

/** Publishes by WHIP. */
async function publish(roomId: string, participantId: string, token: string) {
	const { status, body } = await server().call(`/v2/whip?roomId=${roomId}&participantId=${participantId}`, {
		method: 'POST',
		token,
		rawBody: SOUND_OFFER,
		headers: { 'content-type': 'application/sdp' },
	});
	return { status, code: body.code };
}

/** A token written in another way: the last character of its signature has two bits that mean nothing. */
function respelt(token: string): string {
	const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
	return token.slice(0, -1) + alphabet[alphabet.indexOf(token.at(-1) ?? '') ^ 1];
}

/** Asks to be let in on a connection of its own. */
async function knock(who: { roomId: string; participantId: string; token: string; name?: string; ticket?: string }) {
	const client = await open();
	const reply = await client.request('ask-entry', who);
	return { client, admitted: reply.admitted, ticket: reply.ticket ?? '' };
}

/** A guest who asked, was let in and is in. */
async function letIn(moderator: SignallingClient, roomId: string, participantId: string, token: string) {
	const { client, ticket } = await knock({ roomId, participantId, token });
	await moderator.request('respond-entry', { participantId, decision: 'allowed' });
	await client.notification('entry-responded');
	await client.request('join', { roomId, participantId, token, ticket, mode: 'SIGNALLING_ONLY' });
	return { client, ticket };
}

/** Nobody was told that it is out, and it is answered. */
async function stays(client: SignallingClient): Promise<void> {
	expect(await client.request('store-get', { key: 'k' })).toEqual({ value: null });
	expect(client.notifications.filter(({ event }) => event === 'left')).toEqual([]);
}

describe('being let in', () => {
	it('is for who asked: nobody else comes in under that id, or throws them out', async () => {
		const roomId = await newRoom();
		const ann = await join(roomId, 'ann');
		const token = await guestToken();
		const gil = await letIn(ann.client, roomId, 'gil', token);
		// With the link that all guests share, with another, and with a ticket that is none.
		for (const other of [{ token }, { token: await guestToken() }, { token, ticket: 'x'.repeat(32) }]) {
			const refused = await refusal(enter({ roomId, participantId: 'gil', ...other }));
			expect(refused).toMatchObject({ refusal: 'INVALID_PERMISSIONS' });
			expect(refused.message).toContain('data.ticket');
		}
		await stays(gil.client);
		// Also when they are not in, and by nobody else's ticket.
		const gus = await letIn(ann.client, roomId, 'gus', token);
		await gil.client.request('leave', {});
		const swapped = enter({ roomId, participantId: 'gil', token, ticket: gus.ticket });
		expect(await refusal(swapped)).toMatchObject({ refusal: 'INVALID_PERMISSIONS' });
		await enter({ roomId, participantId: 'gil', token, ticket: gil.ticket });
		// From another page, too: the ticket is what counts.
		const again = await enter({ roomId, participantId: 'gil', token: await guestToken(), ticket: gil.ticket });
		await stays(again.client);
	});

	it('belongs to one request: nobody takes the place or the name of a waiting guest', async () => {
		const roomId = await newRoom();
		const ann = await join(roomId, 'ann');
		const token = await guestToken();
		const gil = await knock({ roomId, participantId: 'gil', token, name: 'Gil' });
		expect(gil.ticket.length).toBeGreaterThanOrEqual(22);
		expect(await ann.client.notification('entry-requested')).toEqual({ participantId: 'gil', name: 'Gil' });
		for (const ticket of [undefined, 'x'.repeat(32)]) {
			const other = { roomId, participantId: 'gil', token, name: 'Eve', ...(ticket === undefined ? {} : { ticket }) };
			const refused = await refusal(knock(other));
			expect(refused).toMatchObject({ refusal: 'DUPLICATE_PARTICIPANT', code: 4005 });
			expect(refused.message).toContain('data.ticket');
		}
		await ann.client.request('respond-entry', { participantId: 'gil', decision: 'allowed' });
		await gil.client.notification('entry-responded');
		expect(ann.client.notifications.map(({ event }) => event)).toEqual(['entry-responded']);
		// Nor that of who was let in, or is in.
		for (const participantId of ['gil', 'ann']) {
			const refused = await refusal(knock({ roomId, participantId, token }));
			expect(refused).toMatchObject({ refusal: 'DUPLICATE_PARTICIPANT' });
		}
		// Who asked goes on from another connection.
		const again = await knock({ roomId, participantId: 'gil', token, ticket: gil.ticket });
		expect(again).toMatchObject({ admitted: true, ticket: gil.ticket });
	});

	it('is by name where the token has one: no ticket is needed while it is good, and nobody else is let in under that id', async () => {
		const roomId = await newRoom();
		const ann = await join(roomId, 'ann');
		const named = () => tokenOf({ permissions: ['ask_join'], participantId: 'gil' });
		// Somebody had chosen that id.
		const eve = await knock({ roomId, participantId: 'gil', token: await guestToken(), name: 'Eve' });
		await ann.client.notification('entry-requested');
		const gil = await knock({ roomId, participantId: 'gil', token: await named(), name: 'Gil' });
		// For later, when the token has ended.
		expect(gil.ticket).not.toBe('');
		expect(await eve.client.notification('left')).toMatchObject({ reason: { code: 1011 } });
		expect(await ann.client.notification('entry-request-ended')).toEqual({ participantId: 'gil' });
		expect(await ann.client.notification('entry-requested')).toEqual({ participantId: 'gil', name: 'Gil' });
		await ann.client.request('respond-entry', { participantId: 'gil', decision: 'allowed' });
		await gil.client.notification('entry-responded');
		const first = await enter({ roomId, participantId: 'gil', token: await named() });
		const refused = enter({ roomId, participantId: 'gil', token: await guestToken(), ticket: eve.ticket });
		expect(await refusal(refused)).toMatchObject({ refusal: 'INVALID_PERMISSIONS' });
		await stays(first.client);
		await enter({ roomId, participantId: 'gil', token: await named() });
		expect(await first.client.notification('left')).toMatchObject({ reason: { code: 1011 } });
	});
});

describe('a seat', () => {
	it('is not taken over by somebody who chooses its id', async () => {
		const roomId = await newRoom();
		const ann = await join(roomId, 'ann');
		const ben = await join(roomId, 'ben', ['allow_join']);
		for (const resumeToken of [undefined, 'nothing', ben.joined.resumeToken]) {
			const who = { roomId, participantId: 'ann', token: await tokenOf() };
			const refused = await refusal(enter({ ...who, ...(resumeToken === undefined ? {} : { resumeToken }) }));
			expect(refused).toMatchObject({ refusal: 'DUPLICATE_PARTICIPANT', code: 4005 });
		}
		expect(await publish(roomId, 'ann', await tokenOf({ permissions: ['allow_join', 'allow_mod'] }))).toEqual({
			status: 409,
			code: 4005,
		});
		await stays(ann.client);
	});

	it('goes to the holder of its resume token, with any token, until it is over', async () => {
		const roomId = await newRoom();
		await join(roomId, 'ann');
		const ben = await join(roomId, 'ben', ['allow_join']);
		const { resumeToken } = ben.joined;
		const again = await enter({ roomId, participantId: 'ben', token: await tokenOf(), resumeToken });
		expect(await ben.client.notification('left')).toMatchObject({ reason: { code: 1011 } });
		expect(again.joined.resumeToken).not.toBe(resumeToken);
		const old = enter({ roomId, participantId: 'ben', token: await tokenOf(), resumeToken });
		expect(await refusal(old)).toMatchObject({ refusal: 'DUPLICATE_PARTICIPANT' });
		const client = await open();
		expect(await refusal(client.request('resume', { resumeToken, lastSeq: 0 }))).toMatchObject({
			refusal: 'RESUME_FAILED',
		});
		await stays(again.client);
	});

	it('of a guest is taken over by resume token or ticket, not by the link that all guests share', async () => {
		const roomId = await newRoom();
		const ann = await join(roomId, 'ann');
		const token = await guestToken();
		const gil = await letIn(ann.client, roomId, 'gil', token);
		const byTicket = await enter({ roomId, participantId: 'gil', token, ticket: gil.ticket });
		const { resumeToken } = byTicket.joined;
		const bySeat = await enter({ roomId, participantId: 'gil', token, resumeToken });
		await byTicket.client.notification('left', ({ reason }) => reason.code === 1011);
		expect(await refusal(enter({ roomId, participantId: 'gil', token }))).toMatchObject({
			refusal: 'INVALID_PERMISSIONS',
		});
		await stays(bySeat.client);
	});

	it('is taken over with a token that names the participant, and from another device with the very same token', async () => {
		const roomId = await newRoom();
		await join(roomId, 'ann');
		const token = await tokenOf();
		const phone = await enter({ roomId, participantId: 'ben', token });
		const laptop = await enter({ roomId, participantId: 'ben', token });
		expect(await phone.client.notification('left')).toMatchObject({ reason: { code: 1011 } });
		await enter({ roomId, participantId: 'ben', token: await tokenOf({ participantId: 'ben' }) });
		expect(await laptop.client.notification('left')).toMatchObject({ reason: { code: 1011 } });
	});
});

describe('a removed participant', () => {
	const removed = { refusal: 'PARTICIPANT_REMOVED', code: 6060 };

	it('stays out by id, and by token under whichever id', async () => {
		const roomId = await newRoom();
		const ann = await join(roomId, 'ann');
		const token = await tokenOf();
		await enter({ roomId, participantId: 'ben', token });
		await ann.client.request('remove-participant', { participantId: 'ben' });
		for (const who of [
			{ participantId: 'ben', token },
			{ participantId: 'another', token },
			{ participantId: 'third', token: respelt(token) },
			{ participantId: 'ben', token: await tokenOf() },
			{ participantId: 'ben', token: await tokenOf({ participantId: 'ben' }) },
		])
			expect(await refusal(enter({ roomId, ...who }))).toMatchObject(removed);
		// By an encoder, too.
		expect(await publish(roomId, 'encoder', token)).toEqual({ status: 403, code: 6060 });
		// Another room is another thing, and so is the next session.
		await enter({ roomId: await newRoom(), participantId: 'ben', token });
		await ann.client.request('end', {});
		await enter({ roomId, participantId: 'ben', token });
	});

	it('over REST stays out as well, by every token that its seat was taken with', async () => {
		const roomId = await newRoom();
		await join(roomId, 'ann');
		const token = await tokenOf();
		const ben = await enter({ roomId, participantId: 'ben', token });
		const { resumeToken } = ben.joined;
		const later = await tokenOf();
		await enter({ roomId, participantId: 'ben', token: later, resumeToken });
		expect((await server().post('/v2/sessions/participants/remove', { roomId, participantId: 'ben' })).status).toBe(
			200,
		);
		for (const one of [token, later])
			expect(await refusal(enter({ roomId, participantId: 'other', token: one }))).toMatchObject(removed);
	});

	it('takes nothing from those who sit there with the same token: they resume, and take their seats over', async () => {
		const roomId = await newRoom();
		const ann = await join(roomId, 'ann');
		const token = await tokenOf();
		await enter({ roomId, participantId: 'ben', token });
		const cat = await enter({ roomId, participantId: 'cat', token });
		await ann.client.request('remove-participant', { participantId: 'ben' });
		cat.client.terminate();
		await cat.client.closed;
		const again = await open();
		await again.request('resume', { resumeToken: cat.joined.resumeToken, lastSeq: 0 });
		const { resumeToken } = cat.joined;
		const page = await enter({ roomId, participantId: 'cat', token, resumeToken });
		await stays(page.client);
		expect(await refusal(enter({ roomId, participantId: 'cat', token }))).toMatchObject(removed);
	});

	it('as a guest comes in under no other id, and may ask again', async () => {
		const roomId = await newRoom();
		const ann = await join(roomId, 'ann');
		const token = await guestToken();
		const gil = await letIn(ann.client, roomId, 'gil', token);
		const gus = await letIn(ann.client, roomId, 'gus', token);
		await ann.client.request('remove-participant', { participantId: 'gil' });
		const back = { roomId, token, ticket: gil.ticket };
		expect(await refusal(enter({ ...back, participantId: 'gil' }))).toMatchObject(removed);
		expect(await refusal(enter({ ...back, participantId: 'gus' }))).toMatchObject(removed);
		await stays(gus.client);
		// The others with this link are not meant.
		await letIn(ann.client, roomId, 'gwen', token);
		const again = await knock({ ...back, participantId: 'gil' });
		expect(again.admitted).toBe(false);
		expect(again.ticket).not.toBe(gil.ticket);
		await ann.client.request('respond-entry', { participantId: 'gil', decision: 'allowed' });
		await again.client.notification('entry-responded');
		expect(await refusal(enter({ ...back, participantId: 'gil' }))).toMatchObject(removed);
		await enter({ ...back, participantId: 'gil', ticket: again.ticket });
	});
});

describe('a mode that a moderator set', () => {
	it('is not undone by who it is about: not by a request, and not by another join', async () => {
		const roomId = await newRoom();
		const ann = await join(roomId, 'ann');
		const token = await tokenOf();
		const ben = await enterWithMedia({ roomId, participantId: 'ben', token });
		await ann.client.request('change-mode', { participantId: 'ben', mode: 'RECV_ONLY' });
		const refused = await refusal(ben.client.request('change-mode', { mode: 'SEND_AND_RECV' }));
		expect(refused).toMatchObject({ refusal: 'CHANGE_MODE_FAILED', code: 4065 });
		expect(refused.message).toContain('RECV_ONLY');
		// Less is its own to choose, and back.
		await ben.client.request('change-mode', { mode: 'SIGNALLING_ONLY' });
		await ben.client.request('change-mode', { mode: 'RECV_ONLY' });
		await ben.client.request('leave', {});
		for (const participantId of ['ben', 'benjamin']) {
			const again = await enterWithMedia({ roomId, participantId, token });
			expect(again.joined).toMatchObject({ mode: 'RECV_ONLY', media: { sendTransport: null } });
		}
		expect(await publish(roomId, 'encoder', token)).toEqual({ status: 403, code: 6011 });
		await ann.client.request('change-mode', { participantId: 'ben', mode: 'SEND_AND_RECV' });
		const free = await enterWithMedia({ roomId, participantId: 'ben', token });
		expect(free.joined.mode).toBe('SEND_AND_RECV');
		await free.client.request('change-mode', { mode: 'RECV_ONLY' });
		await free.client.request('change-mode', { mode: 'SEND_AND_RECV' });
	});
});

describe('a participant id', () => {
	it.each([
		'auth0|5f7c8ec7c33c6c004bbafe82',
		'google-oauth2|103547991597142817347',
		'eu-west-1:1e6a1f5c-89b4-4c5e-8c6e-0e3f8e2b0a11',
		'bGVnaXRpbWF0ZQ==',
		'a+b-c_d',
		"o'neil+test@example.org",
		'cn=ann,ou=people',
	])('of an identity provider is one: %s', async (participantId) => {
		const roomId = await newRoom();
		const { joined } = await enter({ roomId, participantId, token: await tokenOf({ participantId }) });
		expect(joined.participantId).toBe(participantId);
		const path = `/v2/sessions/${joined.sessionId}/participants/${encodeURIComponent(participantId)}`;
		expect((await server().call(path)).body).toMatchObject({ participantId });
	});

	it.each(['a/b', 'a b', 'a?b', 'a#b', 'a%2Fb', 'a\\b', 'Jörg', '.', '..', 'x'.repeat(65), ''])(
		'that would not stay what it is in a path is refused, and what is allowed is said: %j',
		async (participantId) => {
			const roomId = await newRoom();
			const client = await open();
			const join = { token: await tokenOf(), roomId, participantId, mode: 'SIGNALLING_ONLY' };
			const answer = await client.requestText('join', JSON.stringify(join)).then(
				() => 'joined',
				(error) => `${error.refusal} ${error.message}`,
			);
			expect(answer).toMatch(
				/^INVALID_PARTICIPANT_ID .*data\.participantId must (be 1–64 of|not be|not have (more|fewer))/,
			);
		},
	);
});
