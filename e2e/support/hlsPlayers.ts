import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import type { TestBrowser } from './browser.ts';

/** Players as people have them: their own builds, with their own settings. `native` is Chromium's. */
export const PLAYERS = ['shaka', 'hls.js', 'video.js', 'native'] as const;
export type PlayerName = (typeof PLAYERS)[number];

const BUILDS: Partial<Record<PlayerName, string>> = {
	shaka: 'shaka-player/dist/shaka-player.compiled.js',
	'hls.js': 'hls.js/dist/hls.min.js',
	'video.js': 'video.js/dist/video.min.js',
};

/** What the pages use of the players. */
interface PlayerWindow {
	shaka: {
		Player: new () => {
			attach(video: HTMLVideoElement): Promise<void>;
			load(url: string): Promise<void>;
			addEventListener(type: 'error', listener: (event: { detail: { code: number } }) => void): void;
		};
	};
	Hls: new () => {
		loadSource(url: string): void;
		attachMedia(video: HTMLVideoElement): void;
		on(type: 'hlsError', listener: (name: string, data: { details: string; fatal: boolean }) => void): void;
	};
	videojs(
		video: HTMLVideoElement,
		options: object,
	): {
		src(source: { src: string; type: string }): void;
		play(): void;
		on(type: 'error', listener: () => void): void;
		error(): { message: string } | null;
	};
	watched: { video: HTMLVideoElement; errors: string[]; stalls: number; firstPictureMs: number | undefined };
}
declare const window: PlayerWindow & Window;

/** How a player is doing. */
export interface PlayerState {
	/** Seconds of the stream. */
	readonly position: number;
	/** Pictures that were decoded. */
	readonly pictures: number;
	/** Times at which it stalled while it should play. */
	readonly stalls: number;
	readonly errors: readonly string[];
	/** From the beginning of loading to the first picture on the screen, ms. */
	readonly firstPictureMs: number | undefined;
}

/** Plays a URL. @param origin of the page */
export async function play(browser: TestBrowser, name: PlayerName, origin: string, url: string): Promise<Page> {
	// A cache of its own.
	const context = await browser.newContext();
	const page = await context.newPage();
	await page.goto(origin);
	const build = BUILDS[name];
	if (build !== undefined) {
		const path = resolve(import.meta.dirname, '../../node_modules', build);
		await page.addScriptTag({ content: await readFile(path, 'utf8') });
	}
	await page.evaluate(
		async ({ player, source }) => {
			document.body.innerHTML = '<video muted autoplay playsinline class="video-js" style="width: 320px"></video>';
			const element = document.querySelector('video') as HTMLVideoElement;
			const watched: PlayerWindow['watched'] = { video: element, errors: [], stalls: 0, firstPictureMs: undefined };
			window.watched = watched;
			const begin = performance.now();
			const watch = (video: HTMLVideoElement) => {
				watched.video = video;
				video.requestVideoFrameCallback(() => {
					watched.firstPictureMs = performance.now() - begin;
				});
				video.addEventListener('waiting', () => {
					if (watched.firstPictureMs !== undefined && !video.seeking) watched.stalls++;
				});
				video.addEventListener('error', () => watched.errors.push(video.error?.message ?? 'error'));
			};
			if (player === 'shaka') {
				watch(element);
				const shaka = new window.shaka.Player();
				shaka.addEventListener('error', ({ detail }) => watched.errors.push(`error ${detail.code}`));
				await shaka.attach(element);
				await shaka.load(source).catch((error: unknown) => watched.errors.push(`load: ${String(error)}`));
			} else if (player === 'hls.js') {
				watch(element);
				const hls = new window.Hls();
				hls.on('hlsError', (_, { details, fatal }) => {
					if (fatal) watched.errors.push(details);
				});
				hls.loadSource(source);
				hls.attachMedia(element);
			} else if (player === 'video.js') {
				const videojs = window.videojs(element, { muted: true });
				videojs.on('error', () => watched.errors.push(videojs.error()?.message ?? 'error'));
				videojs.src({ src: source, type: 'application/vnd.apple.mpegurl' });
				videojs.play();
				watch(document.querySelector('video') as HTMLVideoElement);
			} else {
				watch(element);
				element.src = source;
			}
			void watched.video.play().catch(() => {});
		},
		{ player: name, source: url },
	);
	return page;
}

export function playerState(page: Page): Promise<PlayerState> {
	return page.evaluate(() => {
		const { video, errors, stalls, firstPictureMs } = window.watched;
		return {
			position: video.currentTime,
			pictures: video.getVideoPlaybackQuality().totalVideoFrames,
			stalls,
			errors,
			firstPictureMs,
		};
	});
}
