import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CapturePart } from '../egress/StoredCapture.ts';
import { finishHlsRecording } from './hlsRecording.ts';
import type { StoredRecording } from './StoredRecording.ts';

const TIMESCALE = 90_000;
const STARTED_AT = Date.UTC(2026, 0, 2, 3, 4, 5);

let folder: string;
let capture: StoredRecording;

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'roomcast-hls-'));
	capture = {
		id: 'abc',
		kind: 'participant-recording',
		participantId: 'ann',
		options: { fileFormat: 'm3u8' },
		folder,
		startedAt: STARTED_AT,
	} as StoredRecording;
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const uint32 = (...values: number[]) =>
	Buffer.concat(
		values.map((value) => Buffer.from([value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255])),
	);
const box = (type: string, ...content: Buffer[]): Buffer => {
	const body = Buffer.concat(content);
	return Buffer.concat([uint32(body.length + 8), Buffer.from(type, 'latin1'), body]);
};
const INIT = box('moov', box('trak', box('mdia', box('mdhd', uint32(0, 0, 0, TIMESCALE, 0)))));

/** A fragment of pictures, 25 a second. @param from ms */
function fragment(from: number, pictures: number): Buffer {
	const start = Buffer.alloc(8);
	start.writeBigUInt64BE(BigInt((from * TIMESCALE) / 1000));
	const samples = Array.from({ length: pictures }, () => uint32(TIMESCALE / 25, 10, 0));
	return Buffer.concat([
		box(
			'moof',
			box('traf', box('tfdt', uint32(0x01000000), start), box('trun', uint32(0x701, pictures, 0), ...samples)),
		),
		box('mdat', Buffer.alloc(10 * pictures)),
	]);
}

async function part(number: number, files: Record<string, Buffer>): Promise<CapturePart> {
	const path = join(folder, `abc-${number}.segments`);
	await mkdir(path);
	for (const [name, data] of Object.entries(files)) await writeFile(join(path, name), data);
	return { number, path, nodeId: 'here' };
}

it('is the segments in order, beside their playlist', async () => {
	const one = await part(1, {
		'init.mp4': INIT,
		'seg-0.m4s': fragment(0, 100),
		'seg-1.m4s': Buffer.concat([fragment(4000, 10), fragment(4400, 5)]),
		'seg-1.0.m4s': fragment(4000, 10),
	});
	const [file] = await finishHlsRecording(capture, [one]);
	expect(file).toMatchObject({ format: 'm3u8', durationMs: 4600, width: 1280, height: 720 });
	expect(await readFile(file?.path ?? '', 'utf8')).toBe(
		[
			'#EXTM3U',
			'#EXT-X-VERSION:9',
			'#EXT-X-TARGETDURATION:4',
			'#EXT-X-MEDIA-SEQUENCE:0',
			'#EXT-X-DISCONTINUITY-SEQUENCE:0',
			'#EXT-X-PLAYLIST-TYPE:VOD',
			'#EXT-X-INDEPENDENT-SEGMENTS',
			'#EXT-X-MAP:URI="abc-1-init.mp4"',
			'#EXT-X-PROGRAM-DATE-TIME:2026-01-02T03:04:05.000Z',
			'#EXTINF:4.00000,',
			'abc-1-0.m4s',
			'#EXT-X-PROGRAM-DATE-TIME:2026-01-02T03:04:09.000Z',
			'#EXTINF:0.60000,',
			'abc-1-1.m4s',
			'#EXT-X-ENDLIST',
			'',
		].join('\n'),
	);
	expect((await readdir(folder, { recursive: true })).sort()).toEqual(
		['hls', 'hls/abc-1-0.m4s', 'hls/abc-1-1.m4s', 'hls/abc-1-init.mp4', 'hls/abc.m3u8'].sort(),
	);
});

it('continues with the next composer; of the last segment of one that died the whole parts are there', async () => {
	const died = await part(1, {
		'init.mp4': INIT,
		'seg-0.m4s': fragment(0, 100),
		'seg-1.0.m4s': fragment(4000, 10),
		'seg-1.1.m4s': fragment(4400, 10),
		'seg-1.2.m4s': fragment(4800, 10).subarray(0, 60),
		'seg-1.m4s': fragment(4000, 10).subarray(0, 50),
	});
	const never = await part(2, {});
	const next = await part(3, { 'init.mp4': INIT, 'seg-0.m4s': fragment(6000, 25) });
	const [file] = await finishHlsRecording(capture, [died, never, next]);
	expect(file?.durationMs).toBe(4000 + 800 + 1000);
	const text = await readFile(file?.path ?? '', 'utf8');
	expect(text).toContain('#EXTINF:0.80000,\nabc-1-1.m4s\n#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="abc-3-init.mp4"\n');
	expect(text).toContain('#EXT-X-PROGRAM-DATE-TIME:2026-01-02T03:04:11.000Z\n#EXTINF:1.00000,\nabc-3-0.m4s');
	expect(await readFile(join(folder, 'hls', 'abc-1-1.m4s'))).toEqual(
		Buffer.concat([fragment(4000, 10), fragment(4400, 10)]),
	);
});

it('is the same when it is made again', async () => {
	const one = await part(1, { 'init.mp4': INIT, 'seg-0.m4s': fragment(0, 100), 'seg-1.0.m4s': fragment(4000, 10) });
	const first = await finishHlsRecording(capture, [one]);
	expect(await finishHlsRecording(capture, [one])).toEqual(first);
});

it('is nothing where nothing was written', async () => {
	expect(
		await finishHlsRecording(capture, [await part(1, {}), { number: 2, path: join(folder, 'none'), nodeId: 'here' }]),
	).toEqual([]);
	expect(
		await finishHlsRecording(capture, [await part(3, { 'init.mp4': INIT, 'seg-0.m4s': Buffer.alloc(3) })]),
	).toEqual([]);
});
