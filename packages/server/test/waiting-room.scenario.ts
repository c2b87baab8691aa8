import { describe, expect, it } from 'vitest';
import { refusal, type SignallingClient } from './support/SignallingClient.ts';
import { signallingScenario } from './support/signallingScenario.ts';

const { server, newRoom, join, open } = signallingScenario();

describe('the waiting room', () => {
	async function ask(roomId: string, participantId: string, earlier?: { ticket?: string | undefined }) {
		const client = await open();
		const token = await server().token({ permissions: ['ask_join'] });
		const shown = earlier?.ticket === undefined ? {} : { ticket: earlier.ticket };
		const reply = await client.request('ask-entry', { token, roomId, participantId, name: participantId, ...shown });
		return { client, token, reply };
	}

	it('admits nobody without an answer; the first answer counts', async () => {
		const roomId = await newRoom();
		const ann = await join(roomId, 'ann');
		const guest = await ask(roomId, 'guest');
		expect(guest.reply.admitted).toBe(false);
		expect(await ann.client.notification('entry-requested')).toEqual({ participantId: 'guest', name: 'guest' });
		const early = guest.client.request('join', {
			token: guest.token,
			roomId,
			participantId: 'guest',
			mode: 'SIGNALLING_ONLY',
		});
		expect(await refusal(early)).toMatchObject({ refusal: 'INVALID_PERMISSIONS' });
		await ann.client.request('respond-entry', { participantId: 'guest', decision: 'allowed' });
		const late = ann.client.request('respond-entry', { participantId: 'guest', decision: 'denied' });
		expect(await refusal(late)).toMatchObject({ refusal: 'RESPOND_ENTRY_FAILED' });
		expect(await guest.client.notification('entry-responded')).toEqual({ participantId: 'guest', decision: 'allowed' });
		const joined = await guest.client.request('join', {
			token: guest.token,
			ticket: guest.reply.ticket ?? '',
			roomId,
			participantId: 'guest',
			mode: 'SIGNALLING_ONLY',
		});
		expect(joined.participants.map(({ participantId }) => participantId)).toEqual(['ann']);
		// Who waits hears the decision and nothing else.
		expect(guest.client.notifications.map(({ event }) => event)).toEqual(['welcome']);
	});

	it('keeps a request over a reconnect, and ends it with the session', async () => {
		const roomId = await newRoom();
		const ann = await join(roomId, 'ann');
		const guest = await ask(roomId, 'guest');
		await ann.client.notification('entry-requested');
		guest.client.terminate();
		const again = await ask(roomId, 'guest', guest.reply);
		expect(again.reply).toEqual(guest.reply);
		expect(ann.client.notifications).toEqual([]);
		await ann.client.request('leave', {});
		expect(await again.client.notification('left')).toMatchObject({ reason: { code: 1006 } });
	});

	it('knows those who waited before a doorkeeper came', async () => {
		const roomId = await newRoom();
		const guest = await ask(roomId, 'guest');
		const ann = await join(roomId, 'ann');
		expect(ann.joined.entryRequests).toEqual([{ participantId: 'guest', name: 'guest' }]);
		await ann.client.request('respond-entry', { participantId: 'guest', decision: 'denied' });
		expect(await guest.client.notification('entry-responded')).toMatchObject({ decision: 'denied' });
	});
});

describe('a connection that waits', () => {
	const asking = async (client: SignallingClient, roomId: string, participantId: string, ticket?: string) => {
		const token = await server().token({ permissions: ['ask_join'] });
		const shown = ticket === undefined ? {} : { ticket };
		return client.request('ask-entry', { token, roomId, participantId, ...shown });
	};

	it('waits as one, under the id of its last request', async () => {
		const roomId = await newRoom();
		const ann = await join(roomId, 'ann');
		const client = await open();
		const { ticket } = await asking(client, roomId, 'one');
		expect(await asking(client, roomId, 'one', ticket)).toMatchObject({ ticket });
		await asking(client, roomId, 'two');
		await ann.client.notification('entry-requested', ({ participantId }) => participantId === 'one');
		expect(await ann.client.notification('entry-request-ended')).toEqual({ participantId: 'one' });
		await ann.client.notification('entry-requested', ({ participantId }) => participantId === 'two');
		expect(ann.client.notifications).toEqual([]);
		await client.request('leave', {});
		expect(await ann.client.notification('entry-request-ended')).toEqual({ participantId: 'two' });
	});

	it('waits no longer when it joins with a better token, and then leaves as everybody does', async () => {
		const roomId = await newRoom();
		const ann = await join(roomId, 'ann');
		const client = await open();
		await asking(client, roomId, 'guest');
		const token = await server().token();
		await client.request('join', { token, roomId, participantId: 'ben', mode: 'SIGNALLING_ONLY' });
		expect(await ann.client.notification('entry-request-ended')).toEqual({ participantId: 'guest' });
		await client.request('leave', {});
		await ann.client.notification('participant-left', ({ participantId }) => participantId === 'ben');
	});
});
