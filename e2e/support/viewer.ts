import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';
import type { TestBrowser } from './browser.ts';

const HLS_JS = resolve(import.meta.dirname, '../../node_modules/hls.js/dist/hls.light.min.js');
/** How long the clock of a pattern takes to begin again, in tenths of seconds. */
const CLOCK_ROUND = 256;

/** The parts of hls.js that viewers of the tests use. */
interface Player {
	loadSource(url: string): void;
	attachMedia(video: HTMLVideoElement): void;
	on(event: string, listener: (name: string, data: { fatal?: boolean; details?: string; type?: string }) => void): void;
	destroy(): void;
	readonly latency: number;
}

interface ViewerWindow {
	Hls: new (options: Record<string, unknown>) => Player;
	player: Player;
	video: HTMLVideoElement;
	errors: string[];
	/** Times at which it stalled while it should play. */
	stalls: number;
}
declare const window: ViewerWindow & Window;

export interface ViewerOptions {
	/** Whether it knows parts; default true. */
	readonly lowLatency?: boolean;
	/** More options of hls.js. */
	readonly hls?: Record<string, unknown>;
}

/** How a viewer is doing at a moment. */
export interface ViewerState {
	/** Seconds of the stream. */
	readonly position: number;
	readonly from: number;
	readonly to: number;
	readonly frames: number;
	readonly dropped: number;
	readonly stalls: number;
	readonly errors: readonly string[];
	readonly ended: boolean;
	/** As hls.js sees it, seconds. */
	readonly latency: number;
}

/** A page that plays HLS with hls.js, as on the site of a customer. */
export class Viewer {
	readonly page: Page;

	private constructor(page: Page) {
		this.page = page;
	}

	/** @param origin of the page: another one than the stream's, so that CORS counts */
	static async watch(browser: TestBrowser, origin: string, url: string, options: ViewerOptions = {}): Promise<Viewer> {
		const page = await browser.page(`${origin}/healthz`);
		await page.addScriptTag({ content: await readFile(HLS_JS, 'utf8') });
		await page.evaluate(
			({ source, lowLatency, hls }) => {
				document.body.innerHTML = '<video muted playsinline style="width: 640px"></video>';
				const video = document.querySelector('video') as HTMLVideoElement;
				Object.assign(window, { video, errors: [], stalls: 0 });
				let playing = false;
				video.addEventListener('playing', () => {
					playing = true;
				});
				video.addEventListener('waiting', () => {
					if (playing && !video.seeking) window.stalls++;
				});
				const player = new window.Hls({ lowLatencyMode: lowLatency, enableWorker: true, ...hls });
				window.player = player;
				player.on('hlsError', (_, data) => {
					window.errors.push(`${data.type} ${data.details}${data.fatal ? ' (fatal)' : ''}`);
				});
				player.loadSource(source);
				player.attachMedia(video);
				void video.play();
			},
			{ source: url, lowLatency: options.lowLatency ?? true, hls: options.hls ?? {} },
		);
		return new Viewer(page);
	}

	state(): Promise<ViewerState> {
		return this.page.evaluate(() => {
			const { video, stalls, errors, player } = window;
			const { totalVideoFrames: frames, droppedVideoFrames: dropped } = video.getVideoPlaybackQuality();
			const { seekable } = video;
			const range = seekable.length > 0;
			return {
				position: video.currentTime,
				from: range ? seekable.start(0) : 0,
				to: range ? seekable.end(seekable.length - 1) : 0,
				frames,
				dropped,
				stalls,
				errors,
				ended: video.ended,
				latency: player.latency,
			};
		});
	}

	/** Goes to a second of the stream; resolves when its picture is there. */
	async seek(seconds: number): Promise<void> {
		await this.page.evaluate(
			(to) =>
				new Promise<void>((done) => {
					window.video.addEventListener('seeked', () => done(), { once: true });
					window.video.currentTime = to;
				}),
			seconds,
		);
	}

	/** Delay of the picture behind the clock of the pattern that fills it, in seconds; undefined before the first picture. */
	behind(): Promise<number | undefined> {
		return this.page.evaluate((round) => {
			const { video } = window;
			if (video.videoWidth === 0) return undefined;
			const canvas = document.createElement('canvas');
			[canvas.width, canvas.height] = [128, 72];
			const context = canvas.getContext('2d', { willReadFrequently: true });
			context?.drawImage(video, 0, 0, 128, 72);
			const now = Math.floor(Date.now() / 100) % round;
			let gray = 0;
			for (let cell = 0; cell < 8; cell++) {
				const [r = 0] = context?.getImageData(cell * 16 + 8, 5, 1, 1).data ?? [];
				gray = (gray << 1) | (r > 128 ? 1 : 0);
			}
			let tenths = gray;
			for (let shift = gray >> 1; shift > 0; shift >>= 1) tenths ^= shift;
			return ((now - tenths + round) % round) / 10;
		}, CLOCK_ROUND);
	}

	/** Mean colour of a small piece of the middle of the picture. */
	colour(): Promise<readonly [number, number, number]> {
		return this.page.evaluate(() => {
			const canvas = document.createElement('canvas');
			[canvas.width, canvas.height] = [64, 36];
			const context = canvas.getContext('2d', { willReadFrequently: true });
			context?.drawImage(window.video, 0, 0, 64, 36);
			const [r = 0, g = 0, b = 0] = context?.getImageData(8, 18, 1, 1).data ?? [];
			return [r, g, b] as const;
		});
	}
}

/** The smallest value that this share of all values does not exceed. */
export function percentile(values: readonly number[], share: number): number {
	const sorted = [...values].sort((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
