import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { near, Pictures } from '@roomcast/testing/media/analyse';
import { ffmpeg, probe } from '@roomcast/testing/media/ffmpeg';
import { Receiver } from '@roomcast/testing/net/Receiver';
import { until } from '@roomcast/testing/until';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { S3Server } from '../packages/server/test/support/S3Server.ts';
import { sha256 } from '../packages/server/test/support/TestStorage.ts';
import { TestBrowser } from './support/browser.ts';
import { playIn } from './support/playback.ts';
import { download, startRecording, stopRecording, storedRecording } from './support/recordings.ts';
import { TestServer } from './support/server.ts';
import { startWhipEncoder } from './support/whipEncoder.ts';

/** Seconds that the store is away: three show the same as a minute. */
const AWAY = Number(process.env.ROOMCAST_TEST_STORE_AWAY ?? 3);
/** Bytes that are recorded, at 12 Mbit/s: more than the 8 MB that one part of an upload has. */
const SIZE = 9_500_000;

let s3: S3Server;
let server: TestServer;
let receiver: Receiver;
let browser: TestBrowser;

beforeAll(async () => {
	[s3, receiver, browser] = await Promise.all([S3Server.create(), Receiver.create(), TestBrowser.launch()]);
	const env = { ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true', ROOMCAST_STORAGE_URL: s3.storageUrl() };
	server = await TestServer.start({ env });
});
afterAll(async () => {
	await browser?.close();
	await server?.stop();
	await receiver?.close();
	await s3?.close();
});

/** The file of a recording in the data folder, which waits for its storage. */
async function localFile(id: string): Promise<string | undefined> {
	const folder = join(server.dataDir, 'captures', id);
	const names = await readdir(folder).catch(() => []);
	const sizes = await Promise.all(names.map(async (name) => ({ name, size: (await stat(join(folder, name))).size })));
	const [largest] = sizes.sort((a, b) => b.size - a.size);
	return largest && join(folder, largest.name);
}

const stateOf = (id: string) => server.rest('GET /v2/recordings/participant/track/:id', { params: { id } });

const webhooks = (id: string) => receiver.eventsAbout({ id });

it('a store that is away in the middle of an upload: nothing is lost', {
	tags: 'long',
	timeout: 300_000 + AWAY * 3000,
}, async () => {
	const roomId = await server.room({
		webhook: { endPoint: receiver.url, events: ['recording-*', 'participant-track-*'] },
	});
	const person = { roomId, participantId: 'camera' };
	const track = { ...person, kind: 'video' };
	const encoder = startWhipEncoder(server, person, 'large');
	onTestFinished(() => encoder.end());
	const id = await until('the encoder is recorded', () =>
		startRecording(server, 'track', { ...track, fileFormat: 'mp4' }).catch(() => undefined),
	);
	const size = async () => (await stat((await localFile(id)) ?? '')).size;
	await until('enough is recorded', async () => (await size()) > SIZE, 150_000);

	// The upload stops after its first part, and then the store disappears.
	s3.holds = ({ query }) => Number(query.get('partNumber') ?? 0) > 1;
	await stopRecording(server, 'track', track);
	await until('the store has the first part', async () => (await s3.partsKept()).includes(1), 30_000);
	const path = (await localFile(id)) ?? '';
	const content = await readFile(path);
	expect(content.length).toBeGreaterThan(SIZE);
	await s3.stop();
	s3.holds = () => false;
	s3.requests.splice(0);
	const awaySince = Date.now();

	// Nothing else is disturbed: another recording runs meanwhile, and its upload waits behind the first.
	const other = await startRecording(server, 'meeting', { roomId });
	await sleep(2000);
	await stopRecording(server, 'meeting', { roomId });
	await sleep(Math.max(0, awaySince + AWAY * 1000 - Date.now()));
	expect(await stateOf(id)).toMatchObject({ status: 'STOPPING', error: null });
	const events = (kind: string) => ['starting', 'started', 'stopping', 'stopped'].map((phase) => `${kind}-${phase}`);
	expect(webhooks(id)).toEqual(events('participant-track-recording').slice(0, 3));
	expect(sha256(await readFile(path))).toBe(sha256(content));
	expect(server.output).not.toContain('is not tried again');

	await s3.start();
	const { recording, file } = await until(
		'both recordings are stored',
		async () => {
			await storedRecording(server, 'meeting', other);
			return storedRecording(server, 'track', id);
		},
		60_000 + AWAY * 2000,
	);
	expect(s3.partsSent).not.toContain(1);
	expect(s3.partsSent).toContain(2);
	expect(sha256(await s3.read(file.filePath))).toBe(sha256(content));
	expect(file.size).toBe(content.length);
	expect(recording).toMatchObject({ status: 'STOPPED', error: null });
	const left = () => readdir(join(server.dataDir, 'captures'));
	await until('nothing of it is left here', async () => (await left()).length === 0);

	await until('every webhook came', async () => webhooks(id).length >= 4 && webhooks(other).length >= 4);
	expect(webhooks(id)).toEqual(events('participant-track-recording'));
	expect(webhooks(other)).toEqual(events('recording'));
	const stopped = receiver.received.find(({ body }) => body.includes(file.filePath) && body.includes(id));
	const details: { filePath: string; fileUrl: string }[] = stopped?.data.fileDetails ?? [];
	const link = details.find(({ filePath }) => filePath === file.filePath)?.fileUrl ?? '';

	// What the webhook links to is the recording, whole: it decodes to its end, and a browser plays and seeks it.
	const copy = await download(server, link, 'stored.mp4');
	expect(sha256(await readFile(copy))).toBe(sha256(content));
	await ffmpeg(['-xerror', '-i', copy, '-f', 'null', '-']);
	const seconds = Number((await probe(copy)).format.duration);
	expect(Math.abs(seconds - (Date.parse(recording.end) - Date.parse(recording.start)) / 1000)).toBeLessThan(0.2);
	const pictures = await Pictures.read(copy, { width: 64, height: 36 });
	const red = Array.from({ length: pictures.count }, (_, frame) =>
		near(pictures.at(frame, 0.15, 0.4), [255, 0, 0], 60),
	);
	expect(red.filter((good) => good).length / red.length).toBeGreaterThan(0.9);
	// A page of the store's own origin may look at its pictures.
	const page = await browser.page();
	await page.route(`${s3.endpoint}/page`, (route) => route.fulfill({ contentType: 'text/html', body: '<p>' }));
	await page.goto(`${s3.endpoint}/page`);
	const played = await playIn(page, link, [0.1, 0.9]);
	expect(played).toMatchObject({ width: 320, height: 240 });
	expect(Math.abs(played.duration - seconds)).toBeLessThan(0.2);
});
