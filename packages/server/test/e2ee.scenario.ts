import { afterAll, beforeAll, expect, it } from 'vitest';
import { refusal, SignallingClient } from './support/SignallingClient.ts';
import { SOUND_OFFER } from './support/soundOffer.ts';
import { TestServer } from './support/TestServer.ts';

let server: TestServer;
beforeAll(async () => {
	server = await TestServer.create({ ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true' });
});
afterAll(() => server.close());

async function join(roomId: string, participantId: string, e2ee?: boolean): Promise<SignallingClient> {
	const token = await server.token();
	const encrypts = e2ee === undefined ? {} : { e2ee };
	return (await SignallingClient.join(server.url, { token, roomId, participantId, ...encrypts })).client;
}

it('the first participant decides whether a session is end-to-end encrypted', async () => {
	const { roomId } = await server.room();
	const ann = await join(roomId, 'ann', true);
	const bob = await join(roomId, 'bob', true);
	for (const e2ee of [false, undefined])
		expect(await refusal(join(roomId, 'eve', e2ee))).toMatchObject({ code: 6090, refusal: 'E2EE_REQUIRED' });
	await ann.request('leave', {});
	expect(await refusal(join(roomId, 'eve'))).toMatchObject({ code: 6090 });
	await bob.request('leave', {});
	// Another session.
	const eve = await join(roomId, 'eve');
	expect(await refusal(join(roomId, 'ann', true))).toMatchObject({ code: 6091, refusal: 'E2EE_NOT_ENABLED' });
	await eve.request('leave', {});
});

it('a seat is not taken over by somebody who does not encrypt', async () => {
	const { roomId } = await server.room();
	const token = await server.token({ participantId: 'ann' });
	const seat = { token, roomId, participantId: 'ann' };
	const { client } = await SignallingClient.join(server.url, { ...seat, e2ee: true });
	expect(await refusal(SignallingClient.join(server.url, seat))).toMatchObject({ code: 6090 });
	const again = await SignallingClient.join(server.url, { ...seat, e2ee: true });
	await client.closed;
	await again.client.request('leave', {});
});

it('what is no boolean is refused', async () => {
	const { roomId } = await server.room();
	expect(await refusal(join(roomId, 'ann', 'yes' as never))).toMatchObject({ code: 6000 });
});

it('what needs the media of an encrypted session is refused, over REST and from within the call', async () => {
	const { roomId } = await server.room();
	const ann = await join(roomId, 'ann', true);
	const refused = { status: 409, body: { code: 6092 } };
	for (const [path, more] of [
		['recordings/start', {}],
		['recordings/start', { transcription: { enabled: true } }],
		['recordings/participant/start', { participantId: 'ann' }],
		['livestreams/start', { outputs: [{ url: 'rtmp://192.0.2.1/live', streamKey: 'key' }] }],
		['hls/start', {}],
	] as const)
		expect(await server.post(`/v2/${path}`, { roomId, ...more }), path).toMatchObject(refused);
	expect(await refusal(ann.request('start-recording', {}))).toMatchObject({ code: 6092 });
	expect(await refusal(ann.request('start-hls', {}))).toMatchObject({ code: 6092 });
	const outputs = [{ url: 'rtmp://192.0.2.1/live', streamKey: 'key' }];
	expect(await refusal(ann.request('start-livestream', { outputs }))).toMatchObject({ code: 6092 });
	await ann.request('leave', {});
});

it('an encoder is refused in an encrypted session', async () => {
	const { roomId } = await server.room();
	const ann = await join(roomId, 'ann', true);
	const answer = await fetch(`${server.url}/v2/whip?roomId=${roomId}&participantId=obs`, {
		method: 'POST',
		headers: { authorization: await server.token(), 'content-type': 'application/sdp' },
		body: SOUND_OFFER,
	});
	expect(answer.status).toBe(409);
	expect(await answer.json()).toMatchObject({ code: 6092 });
	await ann.request('leave', {});
});

it('a session that would be recorded from its beginning is not, when it is encrypted', async () => {
	const { roomId } = await server.room({ autoStartConfig: { recording: {} } });
	const ann = await join(roomId, 'ann', true);
	expect(await server.call(`/v2/rooms/${roomId}/captures`)).toMatchObject({ status: 200, body: { captures: [] } });
	await ann.request('leave', {});
});
