import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { RtmpServer } from '@roomcast/testing/media/RtmpServer';
import { TestBrowser } from '../../e2e/support/browser.ts';
import { Caller } from '../../e2e/support/caller.ts';
import { sendPattern } from '../../e2e/support/pattern.ts';
import { TestServer } from '../../e2e/support/server.ts';

const WIDTH = 64;
const HEIGHT = 36;
const FRAME = WIDTH * HEIGHT * 3;
/** How long the clock in the picture takes to begin again, in ms. */
const CLOCK_ROUND = 25_600;

/** The tenth of a second that the clock in a picture shows: eight cells on top, a Gray code. */
function readClock(frame: Buffer): number {
	let gray = 0;
	for (let cell = 0; cell < 8; cell++) {
		const x = Math.floor(((cell + 0.5) / 8) * WIDTH);
		gray = (gray << 1) | ((frame[(2 * WIDTH + x) * 3] ?? 0) > 127 ? 1 : 0);
	}
	let tenths = gray;
	for (let shift = 1; shift < 8; shift++) tenths ^= gray >> shift;
	return tenths;
}

/** Plays a stream and reports how late each new tenth is seen, in ms. */
async function watch(url: string, seconds: number): Promise<number[]> {
	const player = spawn(
		'ffmpeg',
		[
			...['-v', 'error', '-fflags', 'nobuffer', '-flags', 'low_delay', '-probesize', '100000', '-analyzeduration', '0'],
			...['-i', url, '-an', '-vf', `scale=${WIDTH}:${HEIGHT}:flags=area`, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'],
		],
		{ stdio: ['ignore', 'pipe', 'inherit'] },
	);
	const late: number[] = [];
	let rest: Buffer = Buffer.alloc(0);
	let last: number | undefined;
	const from = Date.now() + 3000;
	player.stdout.on('data', (data: Buffer) => {
		rest = Buffer.concat([rest, data]);
		for (; rest.length >= FRAME; rest = rest.subarray(FRAME)) {
			const tenths = readClock(rest);
			// What is waiting when the player starts is older.
			if (last !== undefined && tenths === ((last + 1) & 255) && Date.now() > from) {
				const ago = (Date.now() - tenths * 100) % CLOCK_ROUND;
				late.push(ago);
			}
			last = tenths;
		}
	});
	const gone = new Promise((resolve) => player.once('exit', resolve));
	await sleep(3000 + seconds * 1000);
	player.kill('SIGKILL');
	await gone;
	return late.toSorted((a, b) => a - b);
}

/**
 * From a camera to the decoded picture that is played from an RTMP server: a real browser with a clock in its picture, this
 * server, nginx, ffmpeg as the player.
 *
 * @param args seconds that are watched
 */
export async function run(args: readonly string[]): Promise<void> {
	const seconds = Number(args[0] ?? 20);
	const folder = await mkdtemp(join(tmpdir(), 'roomcast-bench-'));
	const rtmp = await RtmpServer.create(join(folder, 'nginx'));
	const server = await TestServer.start({ env: { ROOMCAST_ALLOW_PRIVATE_TARGETS: 'true' } });
	const browser = await TestBrowser.launch({ whole: true });
	try {
		const roomId = await server.room();
		const meeting = { micEnabled: false, webcamEnabled: false };
		const ann = await Caller.join(browser, server, { roomId, participantId: 'ann', meeting });
		await sendPattern(ann, { colour: 'rgb(0, 128, 0)', tone: 440, beeps: false, clock: true });
		await sleep(1500);
		const asked = performance.now();
		const outputs = [{ url: rtmp.url, streamKey: 'bench' }];
		await server.rest('POST /v2/livestreams/start', { body: { roomId, outputs } });
		console.log(`  from the start to the first picture at the server: ${Math.round(performance.now() - asked)} ms`);
		const late = await watch(`${rtmp.url}/bench`, seconds);
		const at = (part: number) => Math.round(late[Math.floor(late.length * part)] ?? Number.NaN);
		console.log(`  camera to decoded picture, ${late.length} times: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`);
	} finally {
		await browser.close();
		await server.stop();
		await rtmp.kill();
		await rm(folder, { recursive: true, force: true });
	}
}
