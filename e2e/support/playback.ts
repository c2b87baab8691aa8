import type { Page } from 'playwright-core';

/** How a file behaves in a browser. Times in seconds, sizes in pixels. */
export interface Playback {
	readonly duration: number;
	/** Of the first picture; 0 for sound. */
	readonly width: number;
	readonly height: number;
	/** Where it was after each seek. */
	readonly sought: readonly number[];
	/** Mean colour of the middle of the picture after each seek. */
	readonly colours: readonly (readonly [number, number, number])[];
}

/**
 * Opens a file in the `<video>` of a browser and seeks in it.
 *
 * @param page of the same origin, so that the picture may be looked at
 * @param places to seek to, as parts of the length
 * @throws Error with the browser's reason when it cannot be played
 */
export async function playIn(page: Page, url: string, places: readonly number[] = [0.5]): Promise<Playback> {
	return page.evaluate(
		async ({ source, at }) => {
			const video = document.createElement('video');
			const happens = (event: string) =>
				new Promise<void>((done, fail) => {
					video.addEventListener(event, () => done(), { once: true });
					video.onerror = () => fail(new Error(`${event}: ${video.error?.message}`));
					setTimeout(() => fail(new Error(`${event}: not within 10 s`)), 10_000);
				});
			video.muted = true;
			video.preload = 'auto';
			video.src = source;
			await happens('loadeddata');
			const { videoWidth: width, videoHeight: height } = video;
			const canvas = document.createElement('canvas');
			[canvas.width, canvas.height] = [16, 16];
			const context = canvas.getContext('2d', { willReadFrequently: true });
			const sought: number[] = [];
			const colours: [number, number, number][] = [];
			for (const part of at) {
				const seeked = happens('seeked');
				video.currentTime = video.duration * part;
				await seeked;
				sought.push(video.currentTime);
				context?.drawImage(video, 0, 0, 16, 16);
				const [r = 0, g = 0, b = 0] = context?.getImageData(8, 8, 1, 1).data ?? [];
				colours.push([r, g, b]);
			}
			const { duration } = video;
			video.removeAttribute('src');
			return { duration, width, height, sought, colours };
		},
		{ source: url, at: places },
	);
}
