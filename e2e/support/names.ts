import { ffmpeg } from '@roomcast/testing/media/ffmpeg';
import type { Page } from 'playwright-core';
import type { Place } from './watched.ts';

/** Pixels of the left lower corner of a tile, where its name plate is. */
const CORNER = { width: 280, height: 56 };

/** Which of several names a tile shows. */
export interface FoundName {
	readonly best: string;
	/** Its similarity to what a browser writes: 1 is equal, 0 is unrelated (normalized cross-correlation). */
	readonly likeness: number;
	readonly likenesses: Readonly<Record<string, number>>;
}

/**
 * Reads the name plate of a tile in a recording of 1280×720, by comparing it with names that a browser writes.
 *
 * @param second of the recording
 */
export async function nameAt(
	page: Page,
	path: string,
	second: number,
	place: Place,
	names: readonly string[],
): Promise<FoundName> {
	const left = Math.round(place.x * 1280);
	const top = Math.round((place.y + place.height) * 720) - CORNER.height;
	const crop = `crop=${CORNER.width}:${CORNER.height}:${left}:${top}`;
	const grey = await ffmpeg([
		...['-ss', String(second), '-i', path, '-frames:v', '1', '-vf', crop],
		...['-f', 'rawvideo', '-pix_fmt', 'gray', '-'],
	]);
	const likenesses = await page.evaluate(likenessOf, { grey: [...grey], corner: CORNER, names: [...names] });
	const [best = '', likeness = 0] = Object.entries(likenesses).sort(([, a], [, b]) => b - a)[0] ?? [];
	return { best, likeness, likenesses };
}

/** In the page: writes each name in several sizes and finds the most similar place. */
function likenessOf({
	grey,
	corner,
	names,
}: {
	grey: number[];
	corner: { width: number; height: number };
	names: string[];
}): Record<string, number> {
	const write = (name: string, size: number) => {
		const canvas = document.createElement('canvas');
		const context = canvas.getContext('2d', { willReadFrequently: true });
		if (context === null) throw new Error('no canvas');
		const font = `600 ${size}px "Inter", "Noto Sans", "DejaVu Sans", sans-serif`;
		context.font = font;
		canvas.width = Math.ceil(context.measureText(name).width) + 2;
		canvas.height = Math.ceil(size * 1.3);
		context.font = font;
		context.fillStyle = 'white';
		context.fillText(name, 1, size);
		const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
		const ink = Array.from({ length: canvas.width * canvas.height }, (_, index) => data[index * 4 + 3] ?? 0);
		return { ink, width: canvas.width, height: canvas.height };
	};
	const compare = (written: ReturnType<typeof write>, x: number, y: number) => {
		const { ink, width, height } = written;
		let [sumA, sumB, squareA, squareB, both] = [0, 0, 0, 0, 0];
		for (let row = 0; row < height; row++) {
			for (let column = 0; column < width; column++) {
				const a = ink[row * width + column] ?? 0;
				const b = grey[(y + row) * corner.width + x + column] ?? 0;
				sumA += a;
				sumB += b;
				squareA += a * a;
				squareB += b * b;
				both += a * b;
			}
		}
		const count = width * height;
		const spread = Math.sqrt((squareA - (sumA * sumA) / count) * (squareB - (sumB * sumB) / count));
		return spread > 0 ? (both - (sumA * sumB) / count) / spread : 0;
	};
	const likenesses: Record<string, number> = {};
	for (const name of names) {
		let best = 0;
		for (const size of [14, 15, 16, 17]) {
			const written = write(name, size);
			for (let y = 0; y + written.height <= corner.height; y++)
				for (let x = 0; x + written.width <= Math.min(corner.width, written.width + 60); x++)
					best = Math.max(best, compare(written, x, y));
		}
		likenesses[name] = Math.round(best * 1000) / 1000;
	}
	return likenesses;
}
