/**
 * A long recording: whether memory stays flat, and whether picture and sound stay together.
 *
 *   npm run bench -- soak [MINUTES]
 *
 * One person, small, in real time: a picture that flashes each second with a beep. Prints the memory of the composer over
 * time, and the distance of flash and beep in the second minute and in the last one.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { distances, near, Pictures, Sound, type Stretch } from '@roomcast/testing/media/analyse';
import { ComposerProcess } from '@roomcast/testing/media/ComposerProcess';
import { sentTracks, type TestTrack } from '@roomcast/testing/media/describeTrack';
import { probe, rtpOutput, Sender } from '@roomcast/testing/media/ffmpeg';

const MINUTES = Number(process.argv[2] ?? 60);
const MB = 1024 * 1024;
const WHITE = [255, 255, 255] as const;
const GATE = 'lt(mod(t\\,1)\\,0.1)';

/** Both from one clock, made while they are sent: a file that is sent again and again has a seam. */
function sendFlashAndBeep(port: number, video: TestTrack, audio: TestTrack): Sender {
	const beep = `0.4*sin(2*PI*1000*t)*${GATE}`;
	const seconds = String(MINUTES * 60 + 60);
	return new Sender([
		...['-re', '-f', 'lavfi', '-i', `color=c=green:s=320x180:r=15,drawbox=t=fill:c=white:enable='${GATE}'`],
		...['-re', '-f', 'lavfi', '-i', `aevalsrc=${beep}|${beep}:s=48000:c=stereo`],
		...['-t', seconds, '-map', '0:v', '-pix_fmt', 'yuv420p', '-c:v', 'libvpx', '-threads', '1'],
		...['-deadline', 'realtime', '-cpu-used', '8', '-b:v', '300k', '-g', '15', ...rtpOutput({ port, ...video })],
		...['-t', seconds, '-map', '1:a', '-c:a', 'libopus', '-frame_duration', '20', ...rtpOutput({ port, ...audio })],
	]);
}

/** Distance of flash and beep, ms: the median, and how many are at most 40 ms apart; where pictures were left out, flashes are late. */
async function skew(path: string, stretch: Stretch): Promise<{ median: number; together: number; count: number }> {
	const pictures = await Pictures.read(path, { width: 64, height: 36 }, 60, stretch);
	const sound = await Sound.read(path, stretch);
	const flashes = pictures.onsets(0.5, 0.5, (color) => near(color, WHITE, 60));
	// The flash of a beep at the edge may be outside.
	const beeps = sound.onsets(1000, 0.2).filter((at) => at > 0.5 && at < stretch.seconds - 0.5);
	const skews = distances(beeps, flashes)
		.map((seconds) => seconds * 1000)
		.sort((a, b) => a - b);
	const together = skews.filter((ms) => Math.abs(ms) <= 40).length;
	return { median: skews[Math.floor(skews.length / 2)] ?? Number.NaN, together, count: skews.length };
}

const folder = await mkdtemp(join(tmpdir(), 'roomcast-soak-'));
const composer = await ComposerProcess.create({ composition: { quality: 'low' } });
const { video, audio } = await sentTracks();
const sender = sendFlashAndBeep(composer.port, video, audio);
try {
	for (const track of [video, audio]) composer.send({ type: 'addTrack', track });
	const path = join(folder, 'soak.mp4');
	composer.send({ type: 'addSink', sink: { kind: 'composition-file', sinkId: 'file', path, format: 'mp4' } });
	await composer.event('sink-started');
	const began = Date.now();
	for (let minute = 1; minute <= MINUTES; minute++) {
		await sleep(began + minute * 60_000 - Date.now());
		const stats = composer.events.findLast((event) => event.type === 'stats');
		// If they were all kept, they would themselves look like a leak.
		composer.events.splice(0, Math.max(0, composer.events.length - 10));
		if (minute <= 3 || minute % 5 === 0 || minute === MINUTES)
			console.log(
				`minute ${String(minute).padStart(3)}: ${((stats?.memoryBytes ?? 0) / MB).toFixed(0)} MB, ${((stats?.cpuMs ?? 0) / (minute * 60_000)).toFixed(3)} core, ${stats?.ticksDropped} pictures left out`,
			);
	}
	const seconds = (Date.now() - began) / 1000;
	await composer.stop();
	const duration = Number((await probe(path)).format.duration);
	console.log(`recorded ${duration.toFixed(2)} s in ${seconds.toFixed(2)} s`);
	for (const from of [60, Math.floor(duration) - 61]) {
		const { median, together, count } = await skew(path, { from, seconds: 60 });
		console.log(
			`from second ${from}: ${count} beeps, ${median.toFixed(0)} ms after the flash (median), ${together} of them at most 40 ms away`,
		);
	}
} finally {
	await sender.stop();
	composer.child.kill('SIGKILL');
	await rm(folder, { recursive: true, force: true });
}
