import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { near, Pictures, Sound } from '@roomcast/testing/media/analyse';
import { patternFile } from '@roomcast/testing/media/patternFile';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startMeeting } from './support/meeting.ts';

/** How long the process is held up, ms: longer than the composition is late, and than fillers wait. */
const HELD_MS = 900;
const TONE = 1000;

let folder = '';
let pattern = '';
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'composer-held-up-'));
	pattern = await patternFile({
		color: 'green',
		tone: TONE,
		beeps: false,
		size: '320x180',
	});
}, 30_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

test('what came while the process was held up is neither silence nor black', { timeout: 120_000 }, async () => {
	const { composer, sender } = await startMeeting(pattern);
	const participant = join(folder, 'participant.webm');
	const room = join(folder, 'room.mp4');
	composer.send({ type: 'participant', participant: { participantId: 'p1', name: 'Ann', cameraOff: false } });
	composer.send({
		type: 'addSink',
		sink: { kind: 'participant-file', sinkId: 'p', path: participant, participantId: 'p1' },
	});
	composer.send({ type: 'addSink', sink: { kind: 'composition-file', sinkId: 'c', path: room, format: 'mp4' } });
	await composer.event('sink-started', ({ sinkId }) => sinkId === 'p');
	await composer.event('sink-started', ({ sinkId }) => sinkId === 'c');
	await sleep(2500);
	for (let round = 0; round < 3; round++) {
		composer.child.kill('SIGSTOP');
		await sleep(HELD_MS);
		composer.child.kill('SIGCONT');
		await sleep(1500);
	}
	await composer.stop();
	await sender.stop();
	for (const path of [participant, room]) {
		const sound = await Sound.read(path);
		// Until something came there is nothing, before the process was held up; the last bit may be under way.
		const whole = sound.timeline(TONE);
		const timeline = whole.slice(whole.indexOf('#') + 1, -5);
		expect(timeline.length).toBeGreaterThan(50);
		expect(timeline, path).toBe('#'.repeat(timeline.length));
		const pictures = await Pictures.read(path, { width: 16, height: 9 });
		const shows = (frame: number) => near(pictures.at(frame, 0.5, 0.5), [0, 128, 0]);
		let first = 0;
		while (first < 60 && !shows(first)) first++;
		for (let frame = first; frame < pictures.count - 15; frame++)
			expect(shows(frame), `${path}, picture ${frame}`).toBe(true);
	}
});
