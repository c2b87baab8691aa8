import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SinkDescription } from '@roomcast/contract/composer/sinks';
import { ComposerProcess } from '@roomcast/testing/media/ComposerProcess';
import { sentTracks } from '@roomcast/testing/media/describeTrack';
import { ffmpeg } from '@roomcast/testing/media/ffmpeg';
import { sendPattern } from '@roomcast/testing/media/people';
import { RtmpServer } from '@roomcast/testing/media/RtmpServer';

const PEOPLE = 4;
const ROUNDS = 4;
const FRAME_RATE = 30;
/** ms that sinks have to come or go before it is measured. */
const SETTLE = 1500;
/** What HLS and two RTMP outputs may add to a recording, in percent. */
const ALLOWED = 10;

/** How a composer stands at one of its reports. */
interface Report {
	readonly at: number;
	readonly cpuMs: number;
	readonly ticksDropped: number;
}

/** The next one. */
async function nextReport(composer: ComposerProcess): Promise<Report> {
	const reports = () => composer.events.filter((event) => event.type === 'stats');
	const before = reports().length;
	while (reports().length === before) await sleep(20);
	const report = reports().at(-1);
	return { at: performance.now(), cpuMs: report?.cpuMs ?? 0, ticksDropped: report?.ticksDropped ?? 0 };
}

/**
 * What a picture costs, with all that belongs to it: where some were left out, the others are counted.
 *
 * @returns CPU ms
 */
async function measure(composer: ComposerProcess, seconds: number): Promise<number> {
	await sleep(SETTLE);
	const begin = await nextReport(composer);
	let end = begin;
	while (end.at - begin.at < seconds * 1000 - 500) end = await nextReport(composer);
	const pictures = ((end.at - begin.at) / 1000) * FRAME_RATE - (end.ticksDropped - begin.ticksDropped);
	return (end.cpuMs - begin.cpuMs) / pictures;
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
 * @param args seconds of each turn, in steps of five
 */
export async function run(args: readonly string[]): Promise<void> {
	const seconds = Number(args[0] ?? 10);
	const folder = await mkdtemp(join(tmpdir(), 'roomcast-bench-'));
	const servers = [await RtmpServer.create(join(folder, 'one')), await RtmpServer.create(join(folder, 'two'))];
	const source = join(folder, 'source.webm');
	await makeSource(source);
	const composer = await ComposerProcess.create({ composition: { quality: 'med' } });
	const tracks = await Promise.all(Array.from({ length: PEOPLE }, (_, index) => sentTracks(`person-${index}`)));
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
			costs.alone.push(await measure(composer, seconds));
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
			costs.all.push(await measure(composer, seconds));
			for (const { sinkId } of sinks) composer.send({ type: 'removeSink', sinkId });
			for (const sink of sinks) await composer.event('sink-stopped', ({ sinkId }) => sinkId === sink.sinkId);
			const [alone = 0, all = 0] = [costs.alone.at(-1), costs.all.at(-1)];
			console.log(`  round ${round + 1}: ${alone.toFixed(2)} and ${all.toFixed(2)} ms of CPU a picture`);
		}
		const [alone, all] = [median(costs.alone), median(costs.all)];
		const more = (all / alone - 1) * 100;
		const dropped = composer.events.findLast((event) => event.type === 'stats')?.ticksDropped ?? 0;
		const cores = (ms: number) => ((ms * FRAME_RATE) / 1000).toFixed(3);
		console.log(`  recording alone ${cores(alone)} cores; with HLS and 2 RTMP ${cores(all)}, in one process`);
		console.log(`  ${more.toFixed(1)} % more (allowed: ${ALLOWED} %); ${dropped} pictures were left out`);
		if (dropped > 0) console.log('  the machine was too busy for all pictures: this says little');
		else if (more > ALLOWED) process.exitCode = 1;
	} finally {
		await composer.stop();
		for (const sender of senders) await sender.stop();
		for (const server of servers) await server.kill();
		await rm(folder, { recursive: true, force: true });
	}
}
