import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { near, Pictures, Sound } from '@roomcast/testing/media/analyse';
import { ComposerProcess } from '@roomcast/testing/media/ComposerProcess';
import { sentTracks } from '@roomcast/testing/media/describeTrack';
import { ffmpeg, probe } from '@roomcast/testing/media/ffmpeg';
import { patternFile } from '@roomcast/testing/media/patternFile';
import { sendPattern } from '@roomcast/testing/media/people';
import { BadNetwork, random } from '@roomcast/testing/net/BadNetwork';
import { freePortRange } from '@roomcast/testing/net/ports';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildRtp } from './support/rtp-build.ts';

let folder = '';
let pattern = '';
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'composer-loss-'));
	pattern = await patternFile({ color: 'green', tone: 440, beeps: false });
}, 30_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

test('5 % loss, 50 ms jitter and garbage: no crash, the sound holds together, the picture heals', {
	timeout: 120_000,
}, async () => {
	const composer = await ComposerProcess.create();
	const { video, audio } = await sentTracks();
	const bad = { loss: 0.05, jitterMs: 50, mangled: 0.01 };
	// The composer gets the networks' ports; the sender sends to them.
	const networks = [
		await BadNetwork.create(video.localPort, composer.port, bad),
		await BadNetwork.create(audio.localPort, composer.port, bad),
	];
	const sender = sendPattern(pattern, {
		video: { ...video, port: video.localPort, localPort: await freePortRange(2) },
		audio: { ...audio, port: audio.localPort, localPort: await freePortRange(2) },
	});
	for (const track of [video, audio]) composer.send({ type: 'addTrack', track });
	const meeting = join(folder, 'meeting.mp4');
	const participant = join(folder, 'participant.webm');
	composer.send({ type: 'addSink', sink: { kind: 'composition-file', sinkId: 'm', path: meeting, format: 'mp4' } });
	composer.send({
		type: 'addSink',
		sink: { kind: 'participant-file', sinkId: 'p', path: participant, participantId: 'p1' },
	});
	const { startedAt } = await composer.event('sink-started', ({ sinkId }) => sinkId === 'm');

	const next = random(3);
	const noise = (length: number) => Buffer.from(Array.from({ length }, () => Math.floor(next() * 256)));
	for (let round = 0; round < 60; round++) {
		for (const network of networks) {
			network.inject(noise(1 + Math.floor(next() * 200)));
			// Well-formed packets of the tracks themselves with nonsense in them.
			for (const track of [video, audio]) {
				network.inject(
					buildRtp({
						payloadType: track.payloadType,
						ssrc: track.ssrc,
						sequence: Math.floor(next() * 65_536),
						timestamp: Math.floor(next() * 2 ** 32),
						marker: next() < 0.5,
						payload: noise(Math.floor(next() * 300)),
					}),
				);
			}
		}
		await sleep(100);
	}
	const stoppedAt = Date.now();
	const { files } = await composer.stop();
	await sender.stop();
	for (const network of networks) network.close();
	expect(await composer.exited).toBe(0);
	expect(networks.every((network) => network.dropped > 5 && network.passed > 100)).toBe(true);
	expect(composer.events.filter((event) => event.type === 'sink-failed' || event.type === 'refused')).toEqual([]);
	expect(files).toHaveLength(2);

	const wanted = (stoppedAt - startedAt) / 1000;
	expect(Math.abs(Number((await probe(meeting)).format.duration) - wanted)).toBeLessThan(0.25);
	const pictures = await Pictures.read(meeting, { width: 64, height: 36 });
	const green = Array.from({ length: pictures.count }, (_, frame) =>
		near(pictures.at(frame, 0.5, 0.4), [0, 128, 0], 40),
	);
	// From its first picture on: what was lost is a colour without detail, and none of it is seen.
	const shown = green.slice(green.indexOf(true));
	expect(shown.length / green.length).toBeGreaterThan(0.6);
	expect(shown.filter((good) => good).length / shown.length).toBeGreaterThan(0.85);
	// Nearly every tenth of a second has the tone; elsewhere this machine was busy or a packet was damaged.
	const sound = await Sound.read(meeting);
	const tenths = Array.from({ length: Math.floor((wanted - 1) * 10) }, (_, i) =>
		sound.tone(440, 0.8 + i / 10, 0.9 + i / 10),
	);
	expect(tenths.filter((strength) => strength > 0.15).length / tenths.length).toBeGreaterThan(0.85);
	// What was copied decodes to its end as well.
	await ffmpeg(['-i', participant, '-f', 'null', '-']).catch(() => {});
	expect(Number((await probe(participant)).format.duration)).toBeGreaterThan(wanted - 1);
});
