import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Rgb, Sound } from '@roomcast/testing/media/analyse';
import { packets, probe } from '@roomcast/testing/media/ffmpeg';
import { expect } from 'vitest';

const run = promisify(execFile);

/** Edge of the pictures that are kept, pixels. */
const EDGE = 16;
/** What containers round away. */
const LATE_SECONDS = 0.003;

/** GStreamer's `gst-launch-1.0`, if it is installed with the plugins that recordings need. */
const GST_LAUNCH = find();

/** What a player made of GStreamer's parts shows and plays of a file. */
interface Played {
	/** When each picture is shown, seconds. */
	readonly times: readonly number[];
	/** After the turn that the file asks for; all that there are. */
	readonly sizes: readonly string[];
	/** Of uncompressed pictures; all that there are. */
	readonly bytes: readonly number[];
	/** Colour at a place of a picture, given in parts of width and height. */
	color(picture: number, x?: number, y?: number): Rgb;
	/** Nothing where the file has no sound. */
	readonly sound: Sound;
}

/**
 * Checks that GStreamer shows each picture of a file when the file says so. Nothing is checked where there is no GStreamer:
 * FFmpeg has looked at the same. The length of the sound is for the caller to check: `qtdemux` takes packets of one size, as silence
 * has, for samples without packets.
 *
 * @param sizes that all pictures may have
 * @returns what it played, for more checks
 */
export async function expectWholeInGStreamer(path: string, sizes: readonly string[]): Promise<Played | undefined> {
	if (GST_LAUNCH === undefined) return undefined;
	const { streams } = await probe(path);
	const hasSound = streams.some(({ codec_type }) => codec_type === 'audio');
	let played = await playInGStreamer(path, hasSound);
	// One log in thirty lacks a size: threads that report their caps at once make GStreamer leave some out.
	for (let again = 0; again < 4 && !played.sizes.every((size) => sizes.includes(size)); again++)
		played = await playInGStreamer(path, hasSound);
	const times = (await packets(path, 'v')).map(({ pts_time }) => Number(pts_time));
	expect(played.sizes.length, 'sizes in GStreamer').toBe(1);
	expect(played.bytes.length, 'bytes of pictures in GStreamer').toBe(1);
	expect(sizes, 'sizes in GStreamer').toContain(played.sizes[0]);
	expect(played.times.length, 'pictures in GStreamer').toBe(times.length);
	const offset = (played.times[0] ?? 0) - (times[0] ?? 0);
	const late = played.times.filter((at, picture) => Math.abs(at - offset - (times[picture] ?? 0)) > LATE_SECONDS);
	expect(late, 'pictures at another time in GStreamer').toEqual([]);
	return played;
}

/** Plays a file from its beginning to its end, as fast as it goes. */
async function playInGStreamer(path: string, hasSound: boolean): Promise<Played> {
	if (GST_LAUNCH === undefined) throw new Error('GStreamer is not there');
	const folder = await mkdtemp(join(tmpdir(), 'gstreamer-'));
	const [pictures, samples] = [join(folder, 'pictures'), join(folder, 'samples')];
	const video = [
		...['d.', '!', 'queue', '!', 'videoconvert', '!', 'videoflip', 'video-direction=auto', '!'],
		...['identity', 'name=pictures', 'silent=false', '!', 'videoscale', '!', 'videoconvert', '!'],
		...[`video/x-raw,format=RGB,width=${EDGE},height=${EDGE},pixel-aspect-ratio=1/1`, '!'],
		...['filesink', `location=${pictures}`],
	];
	const audio = [
		...['d.', '!', 'queue', '!', 'audioconvert', '!', 'audioresample', '!'],
		...['audio/x-raw,format=F32LE,rate=48000,channels=1', '!', 'filesink', `location=${samples}`],
	];
	const source = ['-v', 'filesrc', `location=${path}`, '!', 'decodebin', 'name=d'];
	try {
		const { stdout } = await run(GST_LAUNCH, [...source, ...video, ...(hasSound ? audio : [])], {
			...{ maxBuffer: 64 * 1024 * 1024, timeout: 60_000 },
			env: { ...process.env, LC_ALL: 'C' },
		});
		const data = await readFile(pictures);
		const heard = hasSound ? await readFile(samples) : Buffer.alloc(0);
		const { times, sizes, bytes } = shown(stdout);
		return {
			times,
			sizes: [...sizes],
			bytes: [...bytes],
			color(picture, x = 0.5, y = 0.5) {
				const at = ((picture * EDGE + Math.floor(y * EDGE)) * EDGE + Math.floor(x * EDGE)) * 3;
				return [data[at] ?? -1, data[at + 1] ?? -1, data[at + 2] ?? -1];
			},
			sound: Sound.of(new Float32Array(heard.buffer, heard.byteOffset, Math.floor(heard.length / 4))),
		};
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** What `identity` says of the pictures that pass it, and of their size at its pads. */
function shown(log: string): { times: number[]; sizes: Set<string>; bytes: Set<number> } {
	const times: number[] = [];
	const bytes = new Set<number>();
	const sizes = new Set<string>();
	let last = '';
	const caps = /pictures\.GstPad:(?:sink|src): caps = .*?width=\(int\)(\d+), height=\(int\)(\d+)/;
	const picture = /\(pictures:sink\) \((\d+) bytes.*? pts: (\d+):(\d+):([\d.]+)/;
	for (const line of log.split('\n')) {
		const [, width, height] = caps.exec(line) ?? [];
		if (width !== undefined) last = `${width}x${height}`;
		const [, size, hours, minutes, seconds] = picture.exec(line) ?? [];
		if (seconds === undefined) continue;
		times.push(Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
		bytes.add(Number(size));
		sizes.add(last);
	}
	return { times, sizes, bytes };
}

function find(): string | undefined {
	const launch = process.env.ROOMCAST_TEST_GST_LAUNCH ?? 'gst-launch-1.0';
	// Parts of each of the packages that hold demuxers and decoders of what is recorded, and the turn.
	const pipeline = ['videoflip', 'opusdec', 'matroskademux', 'qtdemux', 'vp9dec', 'av1dec'];
	const inspect = launch.replace(/launch/, 'inspect');
	const isThere = pipeline.every((element) => spawnSync(inspect, ['--exists', element]).status === 0);
	return isThere ? launch : undefined;
}
