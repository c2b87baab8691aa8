import { INVITED_AS, type Permission } from '@roomcast/contract';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { joinByWebSocket } from './support/joinByWebSocket.ts';
import { refusal } from './support/SignallingClient.ts';
import { signallingScenario } from './support/signallingScenario.ts';

const { server, newRoom, join, open } = signallingScenario();

/** Seconds from now. */
const secondsTo = (time: string) => Math.round((Date.parse(time) - Date.now()) / 1000);

describe('an invitation', () => {
	it('brings a guest to those who let people in, and into no other room', async () => {
		const roomId = await newRoom();
		const { client: ann } = await join(roomId, 'ann', ['allow_join']);
		const { token, url, permission, expiresAt } = await ann.request('create-invitation', {});
		expect(permission).toBe('ask_join');
		expect(secondsTo(expiresAt)).toBeGreaterThan(86_000);
		expect(url).toBe(`http://localhost:${new URL(server().url).port}/meet/${roomId}?token=${token}`);
		const guest = await open();
		const { ticket, participantId } = await guest.request('ask-entry', { token, roomId, name: 'Gil' });
		expect(await ann.notification('entry-requested')).toEqual({ participantId, name: 'Gil' });
		await ann.request('respond-entry', { participantId, decision: 'allowed' });
		await guest.notification('entry-responded');
		await guest.request('join', { token, roomId, participantId, ticket: ticket ?? '', mode: 'SIGNALLING_ONLY' });
		const elsewhere = await joinByWebSocket(server().url, token, await newRoom());
		expect(elsewhere.error).toMatchObject({ name: 'UNAUTHORIZED_MEETING_ID' });
		// The join screen has to say that a call is recorded; REST has nothing else for a guest.
		expect(await server().call(`/v2/rooms/${roomId}/captures`, { token })).toMatchObject({ status: 200 });
		expect((await server().call(`/v2/rooms/${roomId}`, { token })).status).toBe(403);
	});

	it.each(['allow_join', 'allow_view'] as const)('with %s lets in without asking', async (permission) => {
		const roomId = await newRoom();
		const { client: ann } = await join(roomId, 'ann');
		const { token, expiresAt } = await ann.request('create-invitation', { permission, expiresIn: 600 });
		expect(secondsTo(expiresAt)).toBeLessThanOrEqual(600);
		expect(decodeJwt(token)).toMatchObject({ permissions: [permission], roles: ['rtc'], roomId });
		const one = await joinByWebSocket(server().url, token, roomId, { mode: 'SIGNALLING_ONLY' });
		const two = await joinByWebSocket(server().url, token, roomId, { mode: 'SIGNALLING_ONLY' });
		expect(one.data?.participantId).not.toBe(two.data?.participantId);
	});

	it('gives nobody more than its maker may do', async () => {
		const roomId = await newRoom();
		const made = async (permissions: Permission[], permission: (typeof INVITED_AS)[number]) => {
			const { client } = await join(roomId, `p-${permissions.join('-')}-${permission}`, permissions);
			return client.request('create-invitation', { permission }).then(
				() => 'made',
				(error) => error.refusal,
			);
		};
		for (const permission of INVITED_AS) {
			expect(await made(['allow_join', 'allow_mod'], permission)).toBe('made');
			expect(await made(['allow_join'], permission)).toBe(permission === 'ask_join' ? 'made' : 'INVALID_PERMISSIONS');
			expect(await made(['allow_view'], permission)).toBe('INVALID_PERMISSIONS');
		}
		const { client } = await join(roomId, 'mod');
		for (const odd of [{ permission: 'allow_mod' }, { expiresIn: 59 }, { expiresIn: 604_801 }])
			expect(await refusal(client.requestText('create-invitation', JSON.stringify(odd)))).toMatchObject({
				refusal: 'VALIDATION_FAILED',
			});
	});
});

describe('with ROOMCAST_TOKEN_MAX_LIFE', () => {
	const limited = signallingScenario({ ROOMCAST_TOKEN_MAX_LIFE: '600' });
	it('an invitation ends with it, and says so', async () => {
		const roomId = await limited.newRoom();
		const { client } = await limited.join(roomId, 'ann');
		const { expiresAt, token } = await client.request('create-invitation', { permission: 'allow_view' });
		expect(secondsTo(expiresAt)).toBeLessThanOrEqual(600);
		const joined = await joinByWebSocket(limited.server().url, token, roomId);
		expect(joined.error).toBeUndefined();
	});
});

describe('with ROOMCAST_INVITATIONS=false', () => {
	const off = signallingScenario({ ROOMCAST_INVITATIONS: 'false' });
	it('there is none', async () => {
		const { client } = await off.join(await off.newRoom(), 'ann');
		expect(await refusal(client.request('create-invitation', {}))).toMatchObject({ refusal: 'INVITATIONS_OFF' });
	});
});
