/**
 * What composing costs: 1, 4 and 9 people at 720p30 (VP8, Opus) into one H.264 + AAC file, against one plain ffmpeg
 * command that decodes, scales, stacks, mixes and encodes the same media with the same encoder settings, one after the
 * other in the same run. Then the cost of recording a track without transcoding, and the time from the request to the
 * first recorded frame.
 *
 *   npm run bench -- compose [SECONDS] [PEOPLE,PEOPLE…]
 *
 * CPU is that of the composing process alone (user + system, from /proc), in cores: senders are not counted. The composer
 * receives RTP; ffmpeg reads the files themselves at their pace, which spares it the network.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ComposerProcess } from '@roomcast/testing/media/ComposerProcess';
import { sentTracks } from '@roomcast/testing/media/describeTrack';
import { ffmpeg, type Sender } from '@roomcast/testing/media/ffmpeg';
import { sendPattern } from '@roomcast/testing/media/people';
import { cpuOf } from '@roomcast/testing/processes/processes';

const SECONDS = Number(process.argv[2] ?? 15);
const PEOPLE = (process.argv[3] ?? '1,4,9').split(',').map(Number);
/** Start-up is not measured. */
const WARM_UP_MS = 3000;
const QUALITIES = [
	{ quality: 'med', width: 1280, height: 720, rate: '3M' },
	{ quality: 'high', width: 1920, height: 1080, rate: '6M' },
] as const;

interface Cost {
	/** CPU seconds per second. */
	readonly cores: number;
	/** Greatest resident memory. */
	readonly megabytes: number;
	readonly note: string;
}

/** Watches a process for the time of the measurement. */
async function measure(pid: number): Promise<Omit<Cost, 'note'>> {
	await sleep(WARM_UP_MS);
	const before = { cpu: await cpuOf(pid), ms: performance.now() };
	await sleep(SECONDS * 1000);
	const cores = ((await cpuOf(pid)) - before.cpu) / (performance.now() - before.ms);
	const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
	return { cores, megabytes: Number(peak) / 1024 };
}

/** Twenty seconds of video that is hard to encode: moving shapes with noise. */
async function makeSource(path: string): Promise<void> {
	await ffmpeg([
		...['-f', 'lavfi', '-i', 'testsrc2=s=1280x720:r=30:d=20,noise=alls=6:allf=t'],
		...['-f', 'lavfi', '-i', 'anoisesrc=r=48000:d=20:a=0.1:c=pink', '-pix_fmt', 'yuv420p'],
		...['-c:v', 'libvpx', '-threads', '1', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '1500k', '-g', '60'],
		...['-c:a', 'libopus', '-b:a', '64k', '-ac', '2', '-y', path],
	]);
}

async function people(count: number, source: string, port: number) {
	const tracks = await Promise.all(Array.from({ length: count }, (_, index) => sentTracks(`person-${index}`)));
	const senders = tracks.map(({ video, audio }) =>
		sendPattern(source, { video: { port, ...video }, audio: { port, ...audio } }),
	);
	return { tracks, senders };
}

const stopAll = (senders: readonly Sender[]) => Promise.all(senders.map((sender) => sender.stop()));

async function composerCost(count: number, quality: 'med' | 'high', source: string, output: string): Promise<Cost> {
	const composer = await ComposerProcess.create({ composition: { layout: { type: 'GRID' }, quality } });
	const { tracks, senders } = await people(count, source, composer.port);
	for (const { video, audio } of tracks) {
		composer.send({
			type: 'participant',
			participant: { participantId: video.participantId, name: video.participantId },
		});
		composer.send({ type: 'addTrack', track: video });
		composer.send({ type: 'addTrack', track: audio });
	}
	composer.send({ type: 'addSink', sink: { kind: 'composition-file', sinkId: 'file', path: output, format: 'mp4' } });
	await composer.event('sink-started');
	const cost = await measure(composer.child.pid ?? 0);
	await composer.stop();
	await stopAll(senders);
	const stats = composer.events.findLast((event) => event.type === 'stats');
	return { ...cost, note: `${stats?.ticksDropped ?? 0} ticks dropped` };
}

/** The same picture and sound by one ffmpeg command. */
function ffmpegArguments(count: number, size: (typeof QUALITIES)[number], source: string, output: string): string[] {
	const columns = Math.ceil(Math.sqrt(count));
	const rows = Math.ceil(count / columns);
	const width = Math.floor(size.width / columns / 2) * 2;
	const height = Math.floor(size.height / rows / 2) * 2;
	const inputs = Array.from({ length: count }, () => ['-stream_loop', '-1', '-re', '-i', source]).flat();
	const scaled = Array.from({ length: count }, (_, i) => `[${i}:v]scale=${width}:${height}:flags=bilinear[v${i}]`);
	const places = Array.from(
		{ length: count },
		(_, i) => `${(i % columns) * width}_${Math.floor(i / columns) * height}`,
	);
	const all = (kind: string) =>
		Array.from({ length: count }, (_, i) => `[${kind === 'v' ? `v${i}` : `${i}:a`}]`).join('');
	const video = count === 1 ? '[v0]null[v]' : `${all('v')}xstack=inputs=${count}:layout=${places.join('|')}[v]`;
	const audio = `${all('a')}amix=inputs=${count}[a]`;
	return [
		...['-v', 'error', '-nostdin', ...inputs, '-filter_complex', [...scaled, video, audio].join(';')],
		...['-map', '[v]', '-map', '[a]', '-r', '30', '-c:v', 'libx264', '-preset', 'veryfast', '-tune', 'zerolatency'],
		...['-crf', '23', '-maxrate', size.rate, '-bufsize', size.rate, '-g', '60', '-threads', '2'],
		...['-c:a', 'aac', '-b:a', '128k', '-movflags', '+frag_keyframe+empty_moov', '-y', output],
	];
}

async function ffmpegCost(
	count: number,
	size: (typeof QUALITIES)[number],
	source: string,
	output: string,
): Promise<Cost> {
	const child: ChildProcess = spawn('ffmpeg', ffmpegArguments(count, size, source, output), {
		stdio: ['ignore', 'ignore', 'inherit'],
	});
	const exited = new Promise((resolve) => child.once('exit', resolve));
	const cost = await measure(child.pid ?? 0);
	child.kill('SIGKILL');
	await exited;
	return { ...cost, note: '' };
}

async function trackCost(source: string, folder: string): Promise<string> {
	const count = 8;
	const composer = await ComposerProcess.create();
	const { tracks, senders } = await people(count / 2, source, composer.port);
	const idle = await measure(composer.child.pid ?? 0);
	for (const track of tracks.flatMap(({ video, audio }) => [video, audio])) {
		composer.send({ type: 'addTrack', track });
		const path = join(folder, `${track.trackId}.webm`);
		const { participantId, kind } = track;
		composer.send({
			type: 'addSink',
			sink: { kind: 'track-file', sinkId: track.trackId, path, participantId, trackKind: kind },
		});
	}
	const busy = await measure(composer.child.pid ?? 0);
	await composer.stop();
	await stopAll(senders);
	const each = (busy.cores - idle.cores) / count;
	return `${each.toFixed(4)} cores a track (${count} tracks in one process: half 720p video, half sound; ${busy.megabytes.toFixed(0)} MB)`;
}

/** From asking for a recording, in a room whose tracks are there, to its first frame. */
async function startTimes(source: string, folder: string): Promise<number[]> {
	const times: number[] = [];
	for (let round = 0; round < 5; round++) {
		const composer = await ComposerProcess.create();
		const { tracks, senders } = await people(1, source, composer.port);
		for (const { video } of tracks) composer.send({ type: 'addTrack', track: video });
		await sleep(1000);
		const path = join(folder, `start-${round}.mp4`);
		const asked = performance.now();
		composer.send({ type: 'addSink', sink: { kind: 'composition-file', sinkId: 'file', path, format: 'mp4' } });
		await composer.event('sink-started');
		times.push(performance.now() - asked);
		await composer.stop();
		await stopAll(senders);
	}
	return times.sort((a, b) => a - b);
}

const folder = await mkdtemp(join(tmpdir(), 'bench-compose-'));
try {
	const source = join(folder, 'source.webm');
	await makeSource(source);
	console.log(`Composing ${SECONDS} s, each against one ffmpeg command in the same run:`);
	console.log('  people  picture     composer          ffmpeg            CPU ratio');
	for (const size of QUALITIES) {
		for (const count of PEOPLE) {
			const peer = await ffmpegCost(count, size, source, join(folder, 'peer.mp4'));
			const ours = await composerCost(count, size.quality, source, join(folder, 'ours.mp4'));
			const shown = ({ cores, megabytes }: Cost) => `${cores.toFixed(2)} cores ${megabytes.toFixed(0).padStart(4)} MB`;
			console.log(
				`  ${String(count).padEnd(7)} ${`${size.width}×${size.height}`.padEnd(11)} ${shown(ours).padEnd(17)} ${shown(peer).padEnd(17)} ${(ours.cores / peer.cores).toFixed(2)}   ${ours.note}`,
			);
		}
	}
	console.log(`Track recording: ${await trackCost(source, folder)}`);
	const starts = await startTimes(source, folder);
	console.log(
		`Request → first recorded frame: ${starts.map((ms) => ms.toFixed(0)).join(', ')} ms (process running, sorted)`,
	);
} finally {
	await rm(folder, { recursive: true, force: true });
}
