import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from '@roomcast/testing/net/ports';
import { removeFolder } from '@roomcast/testing/removeFolder';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createLogger, Database, KeyService, loadConfig, mintToken, startServer } from '../src/index.ts';
import { FileLinks } from '../src/storage/FileLinks.ts';
import { findLinkSecret } from '../src/storage/linkSecretStore.ts';
import { opusParameters, refusal, SignallingClient } from './support/SignallingClient.ts';
import { SOUND_OFFER } from './support/soundOffer.ts';
import { TestServer } from './support/TestServer.ts';

const WITHIN = { timeout: 5_000, interval: 50 };

let server: TestServer;
let database: Database;
const lines: Record<string, unknown>[] = [];
beforeAll(async () => {
	const write = (line: string) => lines.push(JSON.parse(line));
	server = await TestServer.create({ ROOMCAST_LOG_LEVEL: 'warn' }, { write });
	database = await Database.open(loadConfig(server.environment), pino({ level: 'silent' }));
});
afterAll(async () => {
	await database.close();
	await server.close();
});

/** A key, made and revoked by what might be another process. */
async function newKey() {
	const keys = new KeyService(database);
	const key = await keys.create('tenant');
	const token = (more = {}) => mintToken(key, { permissions: ['allow_join', 'allow_mod'], expiresIn: 600, ...more });
	const room = async () => (await server.post('/v2/rooms', {}, await token())).body.roomId as string;
	return { key, token, room, revoke: () => keys.revoke(key.id) };
}

async function join(url: string, token: string, roomId: string, participantId = 'ann') {
	const entered = await SignallingClient.join(url, { token, roomId, participantId, name: participantId });
	onTestFinished(() => entered.client.close());
	return entered;
}

describe('revoking a key', () => {
	it('ends its sessions, captures and streams within 5 s, with a reason, and closes its links; others continue', async () => {
		const tenant = await newKey();
		const roomId = await tenant.room();
		const { client, joined } = await join(server.url, await tenant.token(), roomId);
		const transportId = joined.media.sendTransport?.id ?? '';
		await client.request('produce', { transportId, kind: 'audio', rtpParameters: opusParameters(4711) });
		await client.request('publish', { topic: 'CHAT', message: 'hello', persist: true });
		const other = await join(server.url, await server.token(), (await server.room()).roomId);

		const recording = await server.post(
			'/v2/recordings/start',
			{ roomId, config: { quality: 'low' } },
			await tenant.token(),
		);
		const hls = await server.post('/v2/hls/start', { roomId, config: { quality: 'low' } }, await tenant.token());
		expect([recording.status, hls.status]).toEqual([200, 200]);
		const master = hls.body.playbackHlsUrl.replace('localhost', '127.0.0.1');
		await vi.waitFor(async () => expect((await fetch(master)).status).toBe(200), { timeout: 20_000 });
		const session = await server.call(`/v2/sessions/${joined.sessionId}`, { token: await tenant.token() });
		const chat = session.body.chatLink.replace('localhost', '127.0.0.1');
		expect((await fetch(chat)).status).toBe(200);

		await tenant.revoke();
		await vi.waitFor(async () => {
			const left = client.notifications.find(({ event }) => event === 'left');
			expect(left?.data).toEqual({ reason: { code: 1202, message: 'KEY_REVOKED' } });
			for (const url of [master, chat, master.replace('/hls/', '/watch/state/stream/').replace(/\/index.m3u8$/, '')]) {
				const answer = await fetch(url);
				expect([answer.status, ((await answer.json()) as { errorCode: string }).errorCode], url).toEqual([
					403,
					'KEY_REVOKED',
				]);
			}
		}, WITHIN);
		expect((await client.closed).code).toBe(1000);
		const again = await SignallingClient.open(server.url);
		onTestFinished(() => again.close());
		const resumed = await refusal(again.request('resume', { resumeToken: joined.resumeToken, lastSeq: 0 }));
		expect(resumed.refusal).toBe('RESUME_FAILED');

		// What there was is written down, and its files are kept.
		const rows = () =>
			database.queries.selectFrom('captures').selectAll().where('key_id', '=', tenant.key.id).orderBy('id').execute();
		await vi.waitFor(async () => expect((await rows()).map(({ state }) => state)).toEqual(['STOPPED', 'STOPPED']), {
			timeout: 20_000,
		});
		const [ended] = await database.queries
			.selectFrom('sessions')
			.selectAll()
			.where('id', '=', joined.sessionId)
			.execute();
		expect(ended?.end_reason).toBe('KEY_REVOKED');
		const files = await database.queries
			.selectFrom('stored_files')
			.selectAll()
			.where('key_id', '=', tenant.key.id)
			.execute();
		expect(files.map(({ state }) => state)).not.toContain('deleted');
		const link = new FileLinks({
			secret: await findLinkSecret(database.queries),
			publicUrl: () => server.url,
		});
		const mp4 = files.find(({ path }) => path.endsWith('.mp4'));
		const refused = await fetch(link.make(mp4?.path ?? '', 60));
		expect([refused.status, ((await refused.json()) as { errorCode: string }).errorCode]).toEqual([403, 'KEY_REVOKED']);

		expect(other.client.notifications.some(({ event }) => event === 'left')).toBe(false);
		expect(lines.filter(({ securityEvent }) => securityEvent === 'key-revoked')).toMatchObject([
			{ keyId: tenant.key.id },
		]);
		expect(lines).toContainEqual(expect.objectContaining({ securityEvent: 'key-created', keyId: tenant.key.id }));
	}, 90_000);

	it('tells waiting guests why they are not let in', async () => {
		const tenant = await newKey();
		const roomId = await tenant.room();
		await join(server.url, await tenant.token(), roomId);
		const waiting = await SignallingClient.open(server.url);
		onTestFinished(() => waiting.close());
		const token = await tenant.token({ permissions: ['ask_join'], roomId, participantId: 'gil' });
		const asked = await waiting.request('ask-entry', { token, roomId, participantId: 'gil', name: 'Gil' });
		expect(asked).toMatchObject({ admitted: false });
		await tenant.revoke();
		await vi.waitFor(() => {
			const left = waiting.notifications.find(({ event }) => event === 'left');
			expect(left?.data).toMatchObject({ reason: { code: 1202, message: 'KEY_REVOKED' } });
		}, WITHIN);
	});

	it('ends what encoders publish with it by WHIP, and takes nothing more from them', async () => {
		const tenant = await newKey();
		const roomId = await tenant.room();
		const headers = { 'content-type': 'application/sdp', authorization: await tenant.token() };
		const publish = () =>
			fetch(`${server.url}/v2/whip?roomId=${roomId}&participantId=camera`, {
				method: 'POST',
				headers,
				body: SOUND_OFFER,
			});
		const published = await publish();
		expect(published.status).toBe(201);
		const publication = new URL(published.headers.get('location') ?? '', server.url);
		const refused = async (answer: Response) => [
			answer.status,
			answer.ok || ((await answer.json()) as { errorCode: string }).errorCode,
		];
		const stays = () =>
			database.queries
				.selectFrom('participants as participant')
				.innerJoin('sessions as session', 'session.id', 'participant.session_id')
				.innerJoin('stays as stay', 'stay.participant', 'participant.id')
				.select(['stay.end_at', 'session.end_reason'])
				.innerJoin('rooms as room', 'room.id', 'session.room')
				.where('room.room_id', '=', roomId)
				.execute();
		expect(await stays()).toEqual([{ end_at: null, end_reason: null }]);

		await tenant.revoke();
		// Also what began with a token that was verified a moment before.
		await vi.waitFor(async () => {
			expect(await refused(await publish())).toEqual([401, 'APIKEY_DEACTIVATED']);
			for (const stay of await stays()) expect(stay).toEqual({ end_at: expect.anything(), end_reason: 'KEY_REVOKED' });
		}, WITHIN);
		expect(await refused(await fetch(publication, { method: 'DELETE', headers }))).toEqual([401, 'APIKEY_DEACTIVATED']);
	});

	it('closes links to files of that key only', async () => {
		const tenant = await newKey();
		const secret = await findLinkSecret(database.queries);
		const links = new FileLinks({ secret, publicUrl: () => server.url });
		const name = `thumbnail/${randomBytes(12).toString('hex')}/picture.jpg`;
		const place = path.join(server.dataDir, 'storage', name);
		await mkdir(path.dirname(place), { recursive: true });
		await writeFile(place, 'picture');
		await tenant.revoke();
		await vi.waitFor(
			() =>
				expect(lines).toContainEqual(expect.objectContaining({ securityEvent: 'key-revoked', keyId: tenant.key.id })),
			WITHIN,
		);
		expect((await fetch(links.make(name, 60))).status).toBe(200);
	});

	const onPostgres = it.runIf(process.env.ROOMCAST_TEST_DATABASE === 'postgres');

	onPostgres('ends its sessions on every server of the database; a replaced secret ends none', async () => {
		const dataDir = await mkdtemp(path.join(tmpdir(), 'roomcast-test-'));
		onTestFinished(() => removeFolder(dataDir));
		const environment = {
			...server.environment,
			ROOMCAST_DATA_DIR: dataDir,
			ROOMCAST_MEDIA_PORTS: `${await freePort()}`,
			ROOMCAST_API_SECRET: randomBytes(32).toString('hex'),
		};
		const before = await join(server.url, await server.token(), (await server.room()).roomId);
		const config = loadConfig(environment);
		const second = await startServer(config, { logger: createLogger(config) });
		onTestFinished(() => second.close());
		const tenant = await newKey();
		const there = await join(second.url.replace('localhost', '127.0.0.1'), await tenant.token(), await tenant.room());
		await tenant.revoke();
		await vi.waitFor(() => expect(there.client.notifications.some(({ event }) => event === 'left')).toBe(true), WITHIN);
		expect(before.client.notifications.some(({ event }) => event === 'left')).toBe(false);
	});
});
