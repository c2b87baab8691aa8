import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ComposerProcess } from '@roomcast/testing/media/ComposerProcess';
import { sentTracks } from '@roomcast/testing/media/describeTrack';
import { ffmpeg, packets, probe } from '@roomcast/testing/media/ffmpeg';
import { patternFile } from '@roomcast/testing/media/patternFile';
import { sendPattern } from '@roomcast/testing/media/people';
import { random } from '@roomcast/testing/net/BadNetwork';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder = '';
let pattern = '';
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'composer-churn-'));
	pattern = await patternFile({ color: 'green', tone: 440, beeps: true });
}, 30_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const LAYOUTS = ['GRID', 'SPOTLIGHT', 'SIDEBAR'] as const;

test('joins, leaves, layouts and sinks in any order while it runs: nothing breaks', { timeout: 120_000 }, async () => {
	const composer = await ComposerProcess.create({ composition: { layout: { type: 'GRID' }, quality: 'low' } });
	const people = await Promise.all(
		['a', 'b', 'c'].map(async (participantId) => ({ participantId, ...(await sentTracks(participantId)) })),
	);
	const senders = people.map(({ video, audio }) =>
		sendPattern(pattern, { video: { port: composer.port, ...video }, audio: { port: composer.port, ...audio } }),
	);
	const whole = join(folder, 'whole.mp4');
	composer.send({ type: 'addSink', sink: { kind: 'composition-file', sinkId: 'whole', path: whole, format: 'mp4' } });
	const { startedAt } = await composer.event('sink-started');

	const next = random(11);
	const short: string[] = [];
	for (let step = 0; step < 120; step++) {
		const person = people[Math.floor(next() * people.length)] ?? people[0];
		if (!person) throw new Error('nobody');
		const { participantId } = person;
		const dice = Math.floor(next() * 8);
		if (dice <= 2) for (const track of [person.video, person.audio]) composer.send({ type: 'addTrack', track });
		else if (dice === 3) composer.send({ type: 'removeTrack', trackId: person.video.trackId });
		else if (dice === 4) composer.send({ type: 'participant', participant: { participantId, left: true } });
		else if (dice === 5)
			composer.send({
				type: 'participant',
				participant: {
					participantId,
					name: `${step}`,
					speaking: next() < 0.5,
					muted: next() < 0.5,
					cameraOff: next() < 0.3,
				},
			});
		else if (dice === 6)
			composer.send({ type: 'layout', composition: { layout: { type: LAYOUTS[step % 3] ?? 'GRID' } } });
		else if (short.length < 4) {
			const sinkId = `short-${step}`;
			short.push(sinkId);
			const path = join(folder, `${sinkId}.mp4`);
			composer.send({ type: 'addSink', sink: { kind: 'composition-file', sinkId, path, format: 'mp4' } });
		} else composer.send({ type: 'removeSink', sinkId: short.shift() ?? '' });
		await sleep(50);
	}
	const stoppedAt = Date.now();
	const { files } = await composer.stop();
	await Promise.all(senders.map((sender) => sender.stop()));
	expect(await composer.exited).toBe(0);
	expect(composer.events.filter((event) => event.type === 'sink-failed' || event.type === 'refused')).toEqual([]);
	expect(Math.abs(Number((await probe(whole)).format.duration) - (stoppedAt - startedAt) / 1000)).toBeLessThan(0.3);
	for (const { path } of files) expect((await ffmpeg(['-xerror', '-i', path, '-f', 'null', '-'])).length).toBe(0);
	// Sinks that come and go do not shift the key frames of the others: segments of a stream are cut there.
	const keys = (await packets(whole, 'v'))
		.filter(({ flags }) => flags.startsWith('K'))
		.map(({ pts_time }) => Number(pts_time));
	for (const [index, time] of keys.entries()) if (index > 0) expect(time - (keys[index - 1] ?? 0)).toBeGreaterThan(1.9);
});
