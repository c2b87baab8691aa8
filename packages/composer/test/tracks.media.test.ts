import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Codec } from '@roomcast/contract/composer/track';
import { ComposerProcess } from '@roomcast/testing/media/ComposerProcess';
import { sentTrack } from '@roomcast/testing/media/describeTrack';
import { ffmpeg, packets, probe, rtpOutput, Sender } from '@roomcast/testing/media/ffmpeg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packetizeAv1 } from './support/packetize.ts';
import { replay } from './support/replay.ts';

let folder = '';
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'composer-tracks-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const SECONDS = 3;
const ENCODE: Readonly<Record<Codec, { args: string[]; source: string; wanted: string }>> = {
	vp8: {
		args: ['-c:v', 'libvpx', '-threads', '1', '-deadline', 'realtime', '-b:v', '800k'],
		source: 'ivf',
		wanted: 'webm',
	},
	vp9: {
		args: ['-c:v', 'libvpx-vp9', '-threads', '1', '-deadline', 'realtime', '-cpu-used', '8'],
		source: 'ivf',
		wanted: 'webm',
	},
	h264: { args: ['-c:v', 'libx264', '-preset', 'veryfast', '-tune', 'zerolatency'], source: 'ts', wanted: 'mp4' },
	av1: { args: ['-c:v', 'libsvtav1', '-preset', '10'], source: 'ivf', wanted: 'webm' },
	opus: { args: ['-c:a', 'libopus'], source: 'ogg', wanted: 'webm' },
};

async function encode(codec: Codec): Promise<string> {
	const path = join(folder, `source-${codec}.${ENCODE[codec].source}`);
	const source =
		codec === 'opus'
			? ['-f', 'lavfi', '-i', `sine=frequency=440:duration=${SECONDS}:sample_rate=48000`]
			: ['-f', 'lavfi', '-i', `testsrc2=s=320x240:r=30:d=${SECONDS}`, '-pix_fmt', 'yuv420p', '-g', '30'];
	await ffmpeg([...source, ...ENCODE[codec].args, '-y', path]);
	return path;
}

/** Hashes of the coded slices (NAL types 1 and 5) of an H.264 file. */
async function slices(path: string): Promise<string[]> {
	const stream = await ffmpeg(['-i', path, '-c', 'copy', '-f', 'h264', '-']);
	const units: Buffer[] = [];
	let start = -1;
	for (let at = stream.indexOf('\0\0\x01', 0, 'latin1'); at >= 0; at = stream.indexOf('\0\0\x01', at + 3, 'latin1')) {
		if (start >= 0) units.push(stream.subarray(start, at));
		start = at + 3;
	}
	units.push(stream.subarray(start));
	const isSlice = (unit: Buffer) => [1, 5].includes((unit[0] ?? 0) & 0x1f);
	// A start code may have a zero byte in front, which then ends the unit before it.
	const trimmed = units.filter(isSlice).map((unit) => (unit.at(-1) === 0 ? unit.subarray(0, -1) : unit));
	return trimmed.map((unit) => createHash('md5').update(unit).digest('hex'));
}

/** Starts a composer that records one track. */
async function record(codec: Codec, kind: 'audio' | 'video', format: 'native' | 'mp3' | 'm3u8' = 'native') {
	const composer = await ComposerProcess.create();
	const track = await sentTrack(codec, kind);
	const path = join(folder, `${codec}-${format}.${ENCODE[codec].wanted}`);
	composer.send({ type: 'addTrack', track });
	composer.send({
		type: 'addSink',
		sink: { kind: 'track-file', sinkId: 's', path, participantId: 'p1', trackKind: kind, format },
	});
	return { composer, track, path, target: { port: composer.port, ...track } };
}

describe.concurrent('a track recording holds the packets that were sent', () => {
	test.each(['vp8', 'vp9', 'h264', 'opus'] as const)('%s', { timeout: 120_000 }, async (codec) => {
		const source = await encode(codec);
		const kind = codec === 'opus' ? 'audio' : 'video';
		const { composer, path, target } = await record(codec, kind);
		const sender = new Sender([
			'-re',
			'-i',
			source,
			'-c',
			'copy',
			...(codec === 'h264' ? ['-bsf:v', 'dump_extra'] : []),
			...rtpOutput(target),
		]);
		await sender.ended;
		const { files } = await composer.stop();

		const report = await probe(path);
		expect(report.streams.map((stream) => stream.codec_name)).toEqual([codec]);
		expect(Number(report.format.duration)).toBeGreaterThan(SECONDS - 0.2);
		expect(Number(report.format.duration)).toBeLessThan(SECONDS + 0.1);
		expect(files[0]?.durationMs).toBeGreaterThan(SECONDS * 1000 - 200);
		const stream = kind === 'audio' ? 'a' : 'v';
		const sent = await packets(source, stream);
		const written = await packets(path, stream);
		// The last frame of an MP4 or Ogg copy may not leave the sender; the copy has all others, byte for byte.
		expect(written.length).toBeGreaterThanOrEqual(sent.length - 1);
		if (codec === 'h264') {
			// Containers frame NAL units differently; the coded slices are what must not change.
			const kept = await slices(path);
			expect(kept).toEqual((await slices(source)).slice(0, kept.length));
		} else {
			expect(written.map((packet) => packet.data_hash)).toEqual(
				sent.slice(0, written.length).map((packet) => packet.data_hash),
			);
		}
		// It decodes without complaint.
		expect((await ffmpeg(['-xerror', '-i', path, '-f', 'null', '-'])).length).toBe(0);
	});

	test('av1', { timeout: 120_000 }, async () => {
		const source = await encode('av1');
		const { composer, path, target } = await record('av1', 'video');
		const ivf = await readFile(source);
		const units: Buffer[] = [];
		for (let at = 32; at < ivf.length; at += 12 + ivf.readUInt32LE(at))
			units.push(ivf.subarray(at + 12, at + 12 + ivf.readUInt32LE(at)));
		const frames = units.map((unit, index) => ({ pieces: packetizeAv1(unit), atMs: (index * 1000) / 30 }));
		await replay(frames, { ...target, clockRate: 90_000 });
		await composer.stop();
		const report = await probe(path);
		expect(report.streams[0]).toMatchObject({ codec_name: 'av1', width: 320, height: 240 });
		// Files leave the temporal delimiter (12 00) out.
		const stripped = units.map((unit) => (unit.readUInt16BE(0) === 0x1200 ? unit.length - 2 : unit.length));
		expect((await packets(path, 'v')).map((packet) => Number(packet.size))).toEqual(stripped);
		const decoded = await ffmpeg(['-i', path, '-vsync', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'gray', '-']);
		const original = await ffmpeg(['-i', source, '-vsync', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'gray', '-']);
		expect(decoded.equals(original)).toBe(true);
	});
});
