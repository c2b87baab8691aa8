import { readdir } from 'node:fs/promises';
import { inflateSync } from 'node:zlib';
import { Receiver } from '@roomcast/testing/net/Receiver';
import { childrenOf } from '@roomcast/testing/processes/processes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pictureKind } from './pictures/pictureKind.ts';
import { SignallingClient } from './support/SignallingClient.ts';
import { TestServer } from './support/TestServer.ts';

let server: TestServer;
let receiver: Receiver;
beforeAll(async () => {
	receiver = await Receiver.create();
	const settings = { ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true' };
	server = await TestServer.create(settings, undefined, { outputKinds: [pictureKind] });
});
afterAll(async () => {
	await server.close();
	await receiver.close();
});

/** ms: a limit for hangs. */
const LONG = 60_000;

/** A call that Ann is in, who sends nothing, and whoever starts a picture of it. */
async function call() {
	const room = await server.room({ webhook: { endPoint: receiver.url, events: ['*'] } });
	const joining = { token: await server.token(), roomId: room.roomId, participantId: 'ann', name: 'Ann' };
	const { client } = await SignallingClient.join(server.url, joining);
	const caller = { keyId: server.key.id, userId: '', permissions: [] };
	const { egress } = server.running;
	const host = await egress.host(caller, room.roomId, pictureKind.errors.start);
	return { client, roomId: room.roomId as string, caller, egress, host };
}

/** The events of pictures of a room, in order. */
const events = (roomId: string) => receiver.about({ roomId }).filter(({ event }) => event.startsWith('picture-'));

/** A PNG without interlace (RFC 2083): its size, and how many different bytes its rows have. */
function look(png: Buffer) {
	expect(png.subarray(0, 8)).toEqual(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'));
	const data: Buffer[] = [];
	for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
		const content = png.subarray(at + 8, at + 8 + png.readUInt32BE(at));
		if (png.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(content);
	}
	const rows = inflateSync(Buffer.concat(data));
	return { width: png.readUInt32BE(16), height: png.readUInt32BE(20), values: new Set(rows).size };
}

/** The stored picture that `picture-stopped` names. */
async function stored(roomId: string) {
	await expect.poll(() => events(roomId).at(-1)?.event, { timeout: LONG }).toBe('picture-stopped');
	const { data } = events(roomId).at(-1) ?? expect.fail('no event');
	const answer = await fetch(data.picture.fileUrl);
	expect(answer.headers.get('content-type')).toBe('image/png');
	return { data, picture: look(Buffer.from(await answer.arrayBuffer())) };
}

it('a sixth kind of output has its whole life by one object: rows, events, file, and what is asked of it', {
	timeout: LONG,
}, async () => {
	const { client, roomId, caller, egress, host } = await call();
	const { id } = await egress.captures.start({ host, kind: pictureKind, options: {} });
	await expect(egress.captures.start({ host, kind: pictureKind, options: {} })).rejects.toMatchObject({
		error: 'START_RECORDING_FAILED',
		message: expect.stringContaining(`room ${roomId} is being recorded already`),
	});
	await expect(egress.delete(caller, pictureKind, id)).rejects.toMatchObject({ error: 'STOP_RECORDING_FAILED' });
	await egress.stop(host, pictureKind);
	const { data, picture } = await stored(roomId);
	expect(picture).toMatchObject({ width: 1280, height: 720 });
	// Ann is in it, on a background.
	expect(picture.values).toBeGreaterThan(8);
	expect(data).toMatchObject({ id, roomId, reason: 'STOPPED_BY_REQUEST', duration: expect.any(Number) });
	expect(data.picture.filePath).toBe(`pictures/${host.sessionId}/${id}.png`);
	expect(events(roomId).map(({ event }) => event)).toEqual(
		['starting', 'started', 'stopping', 'stopped'].map((phase) => `picture-${phase}`),
	);
	const query = { roomId, page: 1, perPage: 10 };
	const stopped = { captures: [{ id, kind: 'picture', state: 'STOPPED' }], total: 1 };
	expect(await egress.list(caller, pictureKind, query)).toMatchObject(stopped);
	await egress.delete(caller, pictureKind, id);
	expect(await egress.list(caller, pictureKind, query)).toEqual({ captures: [], total: 0 });
	// The file goes in the background.
	await expect.poll(async () => (await fetch(data.picture.fileUrl)).status, { timeout: LONG }).toBe(404);
	client.close();
});

it('it continues when its composer dies, as every kind does', { timeout: LONG }, async () => {
	const { client, roomId, egress, host } = await call();
	const { id, folder } = await egress.captures.start({ host, kind: pictureKind, options: {} });
	for (const pid of await childrenOf(process.pid, 'packages/composer/')) process.kill(pid, 'SIGKILL');
	await expect.poll(() => readdir(folder), { timeout: LONG }).toContain(`${id}-2.mp4`);
	await egress.stop(host, pictureKind);
	expect((await stored(roomId)).picture).toMatchObject({ width: 1280, height: 720 });
	client.close();
});
