import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { near, type Rgb } from '@roomcast/testing/media/analyse';
import { packets } from '@roomcast/testing/media/ffmpeg';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CodedFrame, codedPicture, codedSound } from '../packages/composer/test/support/coded.ts';
import { ParticipantRecording } from '../packages/composer/test/support/participant-recording.ts';
import { TestBrowser } from './support/browser.ts';

const CODECS = ['vp8', 'vp9', 'h264', 'av1'] as const;
const SIZE = { width: 320, height: 180 };
const TONE = 800;
const BLACK: Rgb = [0, 0, 0];
const GREEN: Rgb = [0, 128, 0];
const RED: Rgb = [255, 0, 0];
const BLUE: Rgb = [0, 0, 255];

let folder: string;
let sound: CodedFrame[];
let site: Server;
let browser: TestBrowser;
let page: Page;

beforeAll(async () => {
	[folder, sound, browser] = await Promise.all([
		mkdtemp(join(tmpdir(), 'roomcast-files-')),
		codedSound(TONE, 10),
		TestBrowser.launch({ noDevices: true }),
	]);
	site = createServer((request, response) => {
		if (request.url === '/') response.setHeader('content-type', 'text/html').end('<!doctype html>');
		else createReadStream(join(folder, request.url ?? '')).pipe(response);
	});
	await new Promise<void>((done) => site.listen(0, '127.0.0.1', done));
	page = await browser.page(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
	await page.evaluate('globalThis.__name = (target) => target');
});
afterAll(async () => {
	await browser?.close();
	site?.close();
	await rm(folder, { recursive: true, force: true });
});

describe('what Chromium plays of the file of a participant', { tags: 'long' }, () => {
	it('whose first picture came over a second after the first sound', async () => {
		const recording = new ParticipantRecording(join(folder, 'late.webm'));
		const { room } = recording;
		const [audio, video] = [room.add('opus', 'audio'), room.add('vp8', 'video')];
		const frames = await codedPicture('vp8', 'green', 2, 60, SIZE);
		recording.say(audio, sound, 0, 1600);
		recording.show(video, frames.slice(0, 1), 1500);
		await recording.started;
		await room.pass(1600);
		recording.say(audio, sound, 1600, 3500);
		recording.show(video, frames.slice(1), 1533);
		await room.pass(3500);
		await recording.close();
		await expectPlayed('late.webm', { ...SIZE, blackUntil: 1.45 });
	});

	it.each(CODECS)('whose microphone came first, and %s later', async (codec) => {
		const recording = new ParticipantRecording(join(folder, codec));
		const { room } = recording;
		recording.say(room.add('opus', 'audio'), sound, 0, 6000);
		await recording.started;
		await room.pass(4000);
		recording.show(room.add(codec, 'video'), await codedPicture(codec, 'green', 2, 60, SIZE), 4000);
		await room.pass(6000);
		await recording.close();
		await expectPlayed(codec, { ...SIZE, blackUntil: 3.95 });
	});

	it.each(CODECS)('whose phone was held upright, in %s', async (codec) => {
		const recording = new ParticipantRecording(join(folder, `upright-${codec}`));
		const { room } = recording;
		const video = room.add(codec, 'video');
		recording.show(video, await codedPicture(codec, 'red', 1, 60, undefined, 'blue'), 0, 90);
		await recording.started;
		await room.pass(1000);
		await recording.close();
		const { top, bottom } = await expectPlayed(`upright-${codec}`, { width: 180, height: 320 });
		expect([near(top, RED, 40), near(bottom, BLUE, 40)]).toEqual([true, true]);
	});
});

/** The expected size as players show it, in pixels, and when the picture turns from black to green, in seconds. */
interface Expected {
	readonly width: number;
	readonly height: number;
	readonly blackUntil?: number;
}

/** Plays a file to its end: all its pictures and all its sound, as large as expected. @returns colours of the last picture */
async function expectPlayed(name: string, { width, height, blackUntil }: Expected): Promise<{ top: Rgb; bottom: Rgb }> {
	const played = await page.evaluate(playToTheEnd, { name, tone: blackUntil === undefined ? undefined : TONE });
	expect(played).toMatchObject({ width, height });
	const all = (await packets(join(folder, name), 'v')).length;
	expect(played.pictures, 'pictures').toBe(all);
	if (blackUntil !== undefined) {
		const middles = played.shown.map(({ at, middle }) => ({
			at,
			black: near(middle, BLACK),
			green: near(middle, GREEN, 40),
		}));
		expect(middles.length).toBeGreaterThan(10);
		expect(
			middles.filter(({ at, black, green }) => (at < blackUntil ? !black : at > blackUntil + 0.1 && !green)),
		).toEqual([]);
		expect(Math.abs(played.heard - played.seconds)).toBeLessThan(0.1);
		expect(played.silent, 'tenths of a second that are silent').toEqual([]);
	}
	return played;
}

/** In the page. */
async function playToTheEnd({ name, tone }: { name: string; tone: number | undefined }) {
	const video = document.createElement('video');
	video.muted = true;
	document.body.append(video);
	const canvas = document.createElement('canvas');
	[canvas.width, canvas.height] = [16, 16];
	const context = canvas.getContext('2d', { willReadFrequently: true });
	const pixel = (y: number): [number, number, number] => {
		context?.drawImage(video, 0, 0, 16, 16);
		const [r = 0, g = 0, b = 0] = context?.getImageData(8, y, 1, 1).data ?? [];
		return [r, g, b];
	};
	const shown: { at: number; middle: [number, number, number] }[] = [];
	const look = (_: number, { mediaTime }: VideoFrameCallbackMetadata) => {
		shown.push({ at: mediaTime, middle: pixel(8) });
		video.requestVideoFrameCallback(look);
	};
	video.requestVideoFrameCallback(look);
	const ended = new Promise((done, fail) => {
		video.onended = done;
		video.onerror = () => fail(new Error(`${name}: ${video.error?.message}`));
	});
	video.src = `/${name}`;
	await video.play();
	await ended;
	const { videoWidth: width, videoHeight: height, duration: seconds } = video;
	const pictures = video.getVideoPlaybackQuality().totalVideoFrames;
	const [top, bottom] = [pixel(3), pixel(12)];
	video.remove();
	let heard = 0;
	const silent: number[] = [];
	if (tone !== undefined) {
		const data = await (await fetch(`/${name}`)).arrayBuffer();
		const buffer = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(data);
		heard = buffer.duration;
		const samples = buffer.getChannelData(0);
		for (let tenth = 1; tenth < Math.floor(heard * 10) - 1; tenth++) {
			const part = samples.subarray(tenth * 4800, (tenth + 1) * 4800);
			if (Math.hypot(...part) / Math.sqrt(part.length) < 0.1) silent.push(tenth / 10);
		}
	}
	return { width, height, seconds, pictures, shown, top, bottom, heard, silent };
}
