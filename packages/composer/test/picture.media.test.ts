import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { near, type Rgb } from '@roomcast/testing/media/analyse';
import { ffmpeg, probe } from '@roomcast/testing/media/ffmpeg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { takePicture } from '../src/hls/picture-file.ts';

let folder = '';
let input = '';

/** A second of red, then a second of blue, coded and marked as compositions are. */
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'composer-picture-'));
	input = join(folder, 'input.mp4');
	const matrix = 'smpte170m';
	await ffmpeg([
		...['-f', 'lavfi', '-i', 'color=c=red:s=320x180:r=30:d=1', '-f', 'lavfi', '-i', 'color=c=blue:s=320x180:r=30:d=1'],
		...['-filter_complex', `concat=n=2,scale=out_color_matrix=${matrix}:out_range=tv,format=yuv420p`],
		...['-color_range', 'tv', '-colorspace', matrix, '-color_primaries', matrix, '-color_trc', matrix],
		...[
			'-c:v',
			'libx264',
			'-preset',
			'ultrafast',
			'-bf',
			'0',
			'-g',
			'60',
			'-movflags',
			'frag_keyframe+empty_moov',
			input,
		],
	]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const RED: Rgb = [255, 0, 0];
const BLUE: Rgb = [0, 0, 255];

test.each([
	['jpg', 500, RED],
	['png', 980, RED],
	['webp', 1010, BLUE],
	['jpg', undefined, BLUE],
] as const)('%s at %s ms', async (format, atMs, colour) => {
	const output = join(folder, `picture.${format}`);
	const taken = await takePicture({ input, output, format, ...(atMs === undefined ? {} : { atMs }) });
	expect(taken).toEqual({ width: 320, height: 180, format, bytes: expect.any(Number) });
	const [r = 0, g = 0, b = 0] = await ffmpeg(['-i', output, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-']);
	expect(near([r, g, b], colour, 4), `${r}, ${g}, ${b}`).toBe(true);
});

test('in another size, and what holds no picture', async () => {
	const output = join(folder, 'small.png');
	expect(await takePicture({ input, output, format: 'png', height: 90 })).toMatchObject({ width: 160, height: 90 });
	expect((await probe(output)).streams[0]).toMatchObject({ codec_name: 'png', width: 160, height: 90 });
	await expect(takePicture({ input: join(folder, 'nothing'), output, format: 'png' })).rejects.toThrow('nothing');
});
