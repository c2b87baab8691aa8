import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SinkDescription } from '@roomcast/contract/composer/sinks';
import { ComposerProcess } from '../../packages/composer/test/support/composer-process.ts';
import { ffmpeg } from '../../packages/composer/test/support/ffmpeg.ts';
import { sendPattern } from '../../packages/composer/test/support/people.ts';
import { RtmpServer } from '../../packages/composer/test/support/rtmp-server.ts';
import { describeTrack } from '../../packages/composer/test/support/tracks.ts';

const PEOPLE = 4;
const ROUNDS = 4;
const TICKS_PER_SECOND = 100;
/** ms that sinks have to come or go before it is measured. */
const SETTLE = 1500;
/** What HLS and two RTMP outputs may add to a recording, in percent. */
const ALLOWED = 10;

function cpuSeconds(pid: number): number {
	const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
		.replace(/^.*\) /s, '')
		.split(' ');
	return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** @returns CPU seconds per second */
async function measure(pid: number, seconds: number): Promise<number> {
	await sleep(SETTLE);
	const before = { cpu: cpuSeconds(pid), ms: performance.now() };
	await sleep(seconds * 1000);
	return ((cpuSeconds(pid) - before.cpu) * 1000) / (performance.now() - before.ms);
}

async function makeSource(path: string): Promise<void> {
	await ffmpeg([
		...['-f', 'lavfi', '-i', 'testsrc2=s=1280x720:r=30:d=10,noise=alls=6:allf=t'],
		...['-f', 'lavfi', '-i', 'anoisesrc=r=48000:d=10:a=0.1:c=pink', '-pix_fmt', 'yuv420p'],
		...['-c:v', 'libvpx', '-threads', '1', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '1500k', '-g', '60'],
		...['-c:a', 'libopus', '-b:a', '64k', '-ac', '2', '-y', path],
	]);
}

const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/**
 * CPU of one composer that records four people at 720p30, alone and with HLS and two RTMP outputs beside it: one process,
 * in turns, so that what else the machine does is the same for both.
 *
 * @param args seconds of each turn
 */
export async function run(args: readonly string[]): Promise<void> {
	const seconds = Number(args[0] ?? 8);
	const folder = await mkdtemp(join(tmpdir(), 'roomcast-bench-'));
	const servers = [await RtmpServer.create(join(folder, 'one')), await RtmpServer.create(join(folder, 'two'))];
	const source = join(folder, 'source.webm');
	await makeSource(source);
	const composer = await ComposerProcess.create({ composition: { quality: 'med' } });
	const pid = composer.child.pid ?? 0;
	const tracks = Array.from({ length: PEOPLE }, (_, index) => ({
		video: describeTrack(23_400, 'vp8', 'video', `person-${index}`),
		audio: describeTrack(23_400, 'opus', 'audio', `person-${index}`),
	}));
	const { port } = composer;
	const senders = tracks.map(({ video, audio }) =>
		sendPattern(source, { video: { port, ...video }, audio: { port, ...audio } }),
	);
	try {
		for (const { video, audio } of tracks) {
			const { participantId } = video;
			composer.send({ type: 'participant', participant: { participantId, name: participantId } });
			composer.send({ type: 'addTrack', track: video });
			composer.send({ type: 'addTrack', track: audio });
		}
		const path = join(folder, 'file.mp4');
		composer.send({ type: 'addSink', sink: { kind: 'composition-file', sinkId: 'file', path, format: 'mp4' } });
		await composer.event('sink-started');
		const costs: { alone: number[]; all: number[] } = { alone: [], all: [] };
		for (let round = 0; round < ROUNDS; round++) {
			costs.alone.push(await measure(pid, seconds));
			const hls = join(folder, `hls-${round}`);
			await mkdir(hls);
			const sinks: SinkDescription[] = [
				{ kind: 'hls', sinkId: `hls-${round}`, path: hls },
				...servers.map(({ url }, index) => ({
					kind: 'rtmp' as const,
					sinkId: `rtmp-${round}-${index}`,
					url,
					streamKey: `round-${round}`,
				})),
			];
			for (const sink of sinks) composer.send({ type: 'addSink', sink });
			for (const sink of sinks) await composer.event('sink-started', ({ sinkId }) => sinkId === sink.sinkId);
			costs.all.push(await measure(pid, seconds));
			for (const { sinkId } of sinks) composer.send({ type: 'removeSink', sinkId });
			for (const sink of sinks) await composer.event('sink-stopped', ({ sinkId }) => sinkId === sink.sinkId);
			process.stdout.write(
				`  round ${round + 1}: ${costs.alone.at(-1)?.toFixed(3)} and ${costs.all.at(-1)?.toFixed(3)} cores\n`,
			);
		}
		const [alone, all] = [median(costs.alone), median(costs.all)];
		const more = (all / alone - 1) * 100;
		const dropped = composer.events.findLast((event) => event.type === 'stats')?.ticksDropped ?? 0;
		console.log(`  recording alone ${alone.toFixed(3)} cores; with HLS and 2 RTMP ${all.toFixed(3)}, in one process`);
		console.log(`  ${more.toFixed(1)} % more (allowed: ${ALLOWED} %); ${dropped} pictures left out`);
		if (dropped > 0) console.log('  the machine was too busy for all pictures: this says little');
		else if (more > ALLOWED) process.exitCode = 1;
	} finally {
		await composer.stop();
		for (const sender of senders) await sender.stop();
		for (const server of servers) await server.kill();
		await rm(folder, { recursive: true, force: true });
	}
}
