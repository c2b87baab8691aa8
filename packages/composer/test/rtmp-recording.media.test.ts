import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ComposerProcess } from '@roomcast/testing/media/ComposerProcess';
import { ffmpeg, packets } from '@roomcast/testing/media/ffmpeg';
import { patternFile } from '@roomcast/testing/media/patternFile';
import { RtmpServer } from '@roomcast/testing/media/RtmpServer';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startMeeting } from './support/meeting.ts';
import { RtmpProxy } from './support/rtmp-proxy.ts';

/** What docs/livestreams.md says of each setting, and its sample as it stands there. */
const SETTINGS = {
	nothing: '',
	append: 'record_append on;',
	sample: await settingsOfSample(),
	idle: 'record_append on; drop_idle_publisher 5s;',
};
/** Seconds before the connections break. */
const FIRST = 4;
/** Seconds of the second publishing that may be missing: the first key frame comes 2 s late at most. */
const MISSING = 2.5;
type Name = keyof typeof SETTINGS;
const NAMES = Object.keys(SETTINGS) as Name[];

let folder = '';
let pattern = '';
const servers = new Map<Name, { server: RtmpServer; proxy: RtmpProxy }>();
// Not once for all tries: what one recorded must not be counted by the next.
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'composer-rtmp-recording-'));
	pattern = await patternFile({ color: 'green', tone: 1000, beeps: true });
	for (const name of NAMES) {
		const server = await RtmpServer.create(join(folder, name), { settings: SETTINGS[name] });
		servers.set(name, { server, proxy: await RtmpProxy.create(server.port) });
	}
}, 30_000);
afterEach(async () => {
	for (const { server, proxy } of servers.values()) {
		proxy.close();
		await server.kill();
	}
	servers.clear();
	await rm(folder, { recursive: true, force: true });
});

/** The sample of the docs, without the folder of recordings. */
async function settingsOfSample(): Promise<string> {
	const docs = await readFile(new URL('../../../docs/livestreams.md', import.meta.url), 'utf8');
	const settings = /```nginx\napplication live \{\n.*?record_path \S+;\n(.*?)\}\n```/s.exec(docs)?.[1];
	if (settings === undefined) throw new Error('docs/livestreams.md has no sample for nginx');
	return settings;
}

const published = ({ events }: ComposerProcess, name: Name) =>
	events.filter((event) => event.type === 'rtmp-state' && event.sinkId === name && event.state === 'publishing').length;

/** Seconds of picture in a file that plays from its beginning to its end. */
async function secondsOf(path: string): Promise<number> {
	await ffmpeg(['-xerror', '-i', path, '-f', 'null', '-']);
	const video = await packets(path, 'v');
	const times = video.map(({ pts_time }) => Number(pts_time));
	expect(times).toEqual(times.toSorted((a, b) => a - b));
	return video.length / 30;
}

test('what a connection that breaks leaves of the recordings of nginx-rtmp, by its settings', {
	timeout: 120_000,
}, async () => {
	const { composer, sender } = await startMeeting(pattern);
	for (const [name, { proxy }] of servers) {
		const url = `rtmp://127.0.0.1:${proxy.port}/live`;
		composer.send({ type: 'addSink', sink: { kind: 'rtmp', sinkId: name, url, streamKey: 'key' } });
		await composer.event('sink-started', ({ sinkId }) => sinkId === name);
	}
	await sleep(FIRST * 1000);
	for (const [name, { proxy }] of servers) {
		if (name === 'idle') proxy.strand();
		else proxy.cut();
	}
	/** When each was published again. */
	const back = new Map<Name, number>();
	// nginx takes no second publisher of a name while it believes in the first one.
	await vi.waitFor(
		() => {
			for (const name of NAMES) if (published(composer, name) > 1 && !back.has(name)) back.set(name, Date.now());
			expect([...back.keys()].sort()).toEqual(NAMES.toSorted());
		},
		{ timeout: 20_000, interval: 50 },
	);
	await sleep(4000);
	const stoppedAt = Date.now();
	await composer.stop();
	await sender.stop();
	await sleep(300);

	const lengths = new Map<Name, number[]>();
	for (const [name, { server }] of servers) {
		const recordings = await server.recordings();
		lengths.set(name, await Promise.all(recordings.map(secondsOf)));
	}
	console.log('seconds in the files of nginx-rtmp:', Object.fromEntries(lengths));
	/** Seconds of the second publishing. */
	const second = (name: Name) => (stoppedAt - (back.get(name) ?? 0)) / 1000;
	// Only what came after: its file is emptied when the publisher is back.
	expect(lengths.get('nothing')).toHaveLength(1);
	expect(lengths.get('nothing')?.[0]).toBeLessThan(second('nothing') + 0.5);
	// All of it in one file, or in two.
	for (const name of ['append', 'idle'] as const) {
		expect(lengths.get(name)).toHaveLength(1);
		expect(lengths.get(name)?.[0]).toBeGreaterThan(FIRST - 1 + second(name) - MISSING);
	}
	expect(lengths.get('sample')).toHaveLength(2);
	expect(lengths.get('sample')?.[0]).toBeGreaterThan(FIRST - 1);
	expect(lengths.get('sample')?.[1]).toBeGreaterThan(second('sample') - MISSING);
});
