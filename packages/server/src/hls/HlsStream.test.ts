import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { HlsStream } from './HlsStream.ts';
import { removeLeftovers } from './leftovers.ts';

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'roomcast-hls-'));
	return () => rm(folder, { recursive: true, force: true });
});

const EPOCH = Date.UTC(2026, 0, 1);

/** Writes what a composer writes, and tells of it. */
class Composer {
	readonly #stream: HlsStream;
	readonly #first: number;

	constructor(stream: HlsStream, first = 0) {
		this.#stream = stream;
		this.#first = first;
	}

	async init(): Promise<void> {
		const path = await this.#file(this.#init, 'init');
		await this.#stream.take({
			type: 'hls-init',
			sinkId: 'hls',
			path,
			codecs: 'avc1.64001f,mp4a.40.2',
			bandwidth: 1_000_000,
			targetDurationSeconds: 2,
			partTargetMs: 400,
		});
	}

	/** @param count of parts; five are a whole segment */
	async parts(segment: number, count = 5): Promise<void> {
		const at = EPOCH + segment * 2000;
		const belonging = {
			sinkId: 'hls',
			discontinuity: segment === this.#first && segment > 0,
			initPath: join(folder, this.#init),
		};
		for (let part = 0; part < count; part++) {
			await this.#stream.take({
				...belonging,
				type: 'hls-part',
				segment,
				part,
				path: await this.#file(`seg-${segment}.${part}.m4s`, `<${segment}.${part}>`),
				durationMs: 400,
				independent: part === 0,
				last: part === 4,
				bytes: 5,
				programDateTime: at + part * 400,
			});
		}
		if (count < 5) return;
		const content = [0, 1, 2, 3, 4].map((part) => `<${segment}.${part}>`).join('');
		await this.#stream.take({
			...belonging,
			type: 'hls-segment',
			number: segment,
			path: await this.#file(`seg-${segment}.m4s`, content),
			durationMs: 2000,
			bytes: content.length,
			programDateTime: at,
		});
	}

	get #init(): string {
		return this.#first === 0 ? 'init.mp4' : `init-${this.#first}.mp4`;
	}

	async #file(name: string, content: string): Promise<string> {
		await writeFile(join(folder, name), content);
		return join(folder, name);
	}
}

/** A segment as it is in the media file. */
async function content(stream: HlsStream, name: string): Promise<string> {
	const { offset = 0, bytes = 0 } = stream.byteRanges.get(name) ?? {};
	return (await readFile(join(folder, 'media.mp4'))).subarray(offset, offset + bytes).toString();
}

it('puts segments into one file, and parts beside it', async () => {
	const stream = await HlsStream.open(folder);
	const composer = new Composer(stream);
	await stream.start(EPOCH);
	await composer.init();
	for (const segment of [0, 1, 2]) await composer.parts(segment);
	expect([stream.hasEnough, stream.timeline.segments.length]).toEqual([true, 3]);
	expect(await content(stream, 'seg-1.m4s')).toBe('<1.0><1.1><1.2><1.3><1.4>');
	expect(await content(stream, 'init.mp4')).toBe('init');
	expect(String(await stream.parts.get('seg-2.3.m4s'))).toBe('<2.3>');
	expect(await readdir(folder)).not.toContain('seg-1.m4s');
});

it('is the same after its server was killed, and what players had of the last segment stays', async () => {
	const killed = await HlsStream.open(folder);
	const composer = new Composer(killed);
	await killed.start(EPOCH);
	await composer.init();
	for (const segment of [0, 1]) await composer.parts(segment);
	await composer.parts(2, 3);
	// The composer went on for a moment, and the last line and the last bytes were cut off.
	await writeFile(join(folder, 'seg-2.3.m4s'), '<2.3>');
	await writeFile(join(folder, 'stream.jsonl'), '{"type":"hls-pa', { flag: 'a' });
	await truncate(join(folder, 'media.mp4'), killed.mediaBytes + 3);

	const stream = await HlsStream.open(folder);
	expect([stream.startedAt, stream.timeline.open?.parts.length]).toEqual([EPOCH, 3]);
	expect(String(await stream.parts.get('seg-2.1.m4s'))).toBe('<2.1>');
	expect(await stream.breakOff()).toBe(3);
	expect(await content(stream, 'seg-2.m4s')).toBe('<2.0><2.1><2.2>');
	expect(stream.timeline.segments.at(-1)).toMatchObject({ number: 2, durationMs: 1200 });
	const next = new Composer(stream, 3);
	await next.init();
	await next.parts(3);
	expect(stream.timeline.segments.map(({ discontinuity, initUri }) => [discontinuity, initUri]).slice(2)).toEqual([
		[false, 'init.mp4'],
		[true, 'init-3.mp4'],
	]);
	// Killed again, it would be there again.
	expect((await HlsStream.read(folder))?.timeline.segments).toHaveLength(4);
	await stream.end();

	const over = await HlsStream.read(folder);
	expect(over?.timeline.ended).toBe(true);
	expect(over?.timeline.segments.map(({ number, durationMs }) => [number, durationMs])).toEqual(
		stream.timeline.segments.map(({ number, durationMs }) => [number, durationMs]),
	);
	expect(over && (await content(over, 'seg-3.m4s'))).toBe('<3.0><3.1><3.2><3.3><3.4>');
	expect(over?.endsAt).toBe(EPOCH + 8000);
	await removeLeftovers(folder);
	expect((await readdir(folder)).sort()).toEqual(['media.mp4', 'stream.jsonl']);
});

it('wakes those who wait, for a part too', async () => {
	const stream = await HlsStream.open(folder);
	const composer = new Composer(stream);
	await composer.init();
	const changed = stream.changed();
	const part = stream.parts.wait('seg-0.0.m4s', 5000);
	await composer.parts(0, 1);
	await changed;
	expect(await part).toBe(true);
	const never = stream.parts.wait('seg-0.1.m4s', 5000);
	await stream.breakOff();
	expect(await never).toBe(false);
	expect(await stream.parts.wait('seg-7.0.m4s', 10)).toBe(false);
});

it('is over when it is ended, also where the disk fails', async () => {
	const stream = await HlsStream.open(folder);
	const composer = new Composer(stream);
	await composer.init();
	for (const segment of [0, 1]) await composer.parts(segment);
	await composer.parts(2, 2);
	await rm(join(folder, 'seg-2.1.m4s'));
	const changed = stream.changed();
	await expect(stream.end()).rejects.toThrow('ENOENT');
	await changed;
	expect(stream.timeline).toMatchObject({ ended: true, segments: [{ number: 0 }, { number: 1 }] });
	expect((await HlsStream.read(folder))?.timeline.ended).toBe(true);
});

it('is nothing in a folder without one', async () => {
	await mkdir(join(folder, 'empty'));
	expect(await HlsStream.read(join(folder, 'empty'))).toBeUndefined();
});
