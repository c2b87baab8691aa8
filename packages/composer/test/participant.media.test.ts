import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { near, Pictures, Sound } from '@roomcast/testing/media/analyse';
import { ComposerProcess } from '@roomcast/testing/media/ComposerProcess';
import { sentTracks } from '@roomcast/testing/media/describeTrack';
import { packets, probe } from '@roomcast/testing/media/ffmpeg';
import { patternFile } from '@roomcast/testing/media/patternFile';
import { sendPattern } from '@roomcast/testing/media/people';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder = '';
let pattern = '';
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'composer-participant-'));
	pattern = await patternFile({ color: 'green', tone: 1000, beeps: false });
}, 30_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a participant in one file: mutes are silence, a camera that is off is black; tracks keep their gaps', {
	timeout: 120_000,
}, async () => {
	const composer = await ComposerProcess.create();
	const { port } = composer;
	const { video, audio } = await sentTracks();
	const path = join(folder, 'participant.webm');
	const track = join(folder, 'track.webm');
	composer.send({ type: 'addSink', sink: { kind: 'participant-file', sinkId: 'p', path, participantId: 'p1' } });
	composer.send({
		type: 'addSink',
		sink: { kind: 'track-file', sinkId: 't', path: track, participantId: 'p1', trackKind: 'audio', format: 'mp3' },
	});
	for (const one of [video, audio]) composer.send({ type: 'addTrack', track: one });
	const targets = { video: { port, ...video }, audio: { port, ...audio } };
	const before = sendPattern(pattern, targets);
	const { startedAt } = await composer.event('sink-started', ({ sinkId }) => sinkId === 'p');
	const at = async (seconds: number) => {
		await sleep(Math.max(0, startedAt + seconds * 1000 - Date.now()));
		return (Date.now() - startedAt) / 1000;
	};
	await at(3);
	// Muted and camera off: nothing is sent. Later a new sender begins, with new sequence numbers and timestamps.
	await before.stop();
	const offAt = (Date.now() - startedAt) / 1000;
	composer.send({ type: 'participant', participant: { participantId: 'p1', muted: true, cameraOff: true } });
	await at(5.5);
	composer.send({ type: 'participant', participant: { participantId: 'p1', muted: false, cameraOff: false } });
	const onAt = (Date.now() - startedAt) / 1000;
	const after = sendPattern(pattern, targets);
	await at(8.5);
	const stoppedAt = Date.now();
	const { files } = await composer.stop();
	await after.stop();

	const wanted = (stoppedAt - startedAt) / 1000;
	const report = await probe(path);
	expect(report.streams.map((stream) => stream.codec_name).sort()).toEqual(['opus', 'vp8']);
	expect(Math.abs(Number(report.format.duration) - wanted)).toBeLessThan(0.3);
	const pictures = await Pictures.read(path, { width: 16, height: 16 });
	const color = (seconds: number) => pictures.at(Math.round(seconds * 30), 0.5, 0.5);
	expect(near(color(1.5), [0, 128, 0])).toBe(true);
	expect(near(color(offAt + 1.2), [0, 0, 0])).toBe(true);
	expect(near(color(wanted - 0.8), [0, 128, 0])).toBe(true);
	const sound = await Sound.read(path);
	expect(sound.level(1000, 0.5, 2.5)).toBeGreaterThan(0.3);
	expect(sound.level(1000, offAt + 0.3, onAt - 0.1)).toBeLessThan(0.01);
	expect(sound.level(1000, onAt + 1.5, wanted - 0.3)).toBeGreaterThan(0.3);
	// No holes: there is sound from beginning to end, including silence.
	const times = (await packets(path, 'a')).map((packet) => Number(packet.pts_time));
	const steps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
	expect(Math.max(...steps)).toBeLessThan(0.08);

	// The track keeps the pause as a pause and says where it was; its MP3 is as long.
	const single = files.find((file) => file.path === track);
	expect(single?.gapsPath).toBe(`${track}.json`);
	const { default: sidecar } = (await import(single?.gapsPath ?? '', { with: { type: 'json' } })) as {
		default: { gaps: Array<{ fromMs: number; toMs: number }> };
	};
	expect(sidecar.gaps).toHaveLength(1);
	const pause = (sidecar.gaps[0]?.toMs ?? 0) - (sidecar.gaps[0]?.fromMs ?? 0);
	// The new sender takes its time to start; the pause cannot be shorter than what was waited.
	expect(pause).toBeGreaterThan((onAt - offAt) * 1000 - 300);
	expect(pause).toBeLessThan((wanted - offAt) * 1000);
	const mp3 = files.find((file) => file.format === 'mp3');
	const exported = await probe(mp3?.path ?? '');
	expect(exported.streams[0]?.codec_name).toBe('mp3');
	expect(Math.abs(Number(exported.format.duration) - (single?.durationMs ?? 0) / 1000)).toBeLessThan(0.15);
});
