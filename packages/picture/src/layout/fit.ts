import { even, type Rect, type Size } from './geometry.ts';

/** How a picture lies in its tile: scaled to `scaled`, of which `crop` is shown at `target` (inside the tile). */
export interface Fit {
	readonly scaled: Size;
	readonly crop: Rect;
	readonly target: Rect;
}

/** Cutting off more of a camera's picture than this would cut off people. */
const MAX_CROP = 0.3;

/**
 * Fits a picture into a tile without bending it: a camera fills the tile where little is cut off by that, else, and a
 * screen always, the whole picture is shown with bars.
 *
 * @param picture its size, upright
 */
export function fitPicture(picture: Size, tile: Size, source: 'camera' | 'screen'): Fit {
	const fill = Math.max(tile.width / picture.width, tile.height / picture.height);
	const whole = Math.min(tile.width / picture.width, tile.height / picture.height);
	const cut = 1 - whole / fill;
	const covers = source === 'camera' && cut <= MAX_CROP;
	const scale = covers ? fill : whole;
	const scaled = covers
		? {
				width: Math.max(tile.width, even(picture.width * scale + 1)),
				height: Math.max(tile.height, even(picture.height * scale + 1)),
			}
		: {
				width: Math.min(tile.width, even(picture.width * scale + 1)),
				height: Math.min(tile.height, even(picture.height * scale + 1)),
			};
	const shown = { width: Math.min(scaled.width, tile.width), height: Math.min(scaled.height, tile.height) };
	const middle = (outer: number, inner: number) => Math.floor((outer - inner) / 4) * 2;
	return {
		scaled,
		crop: { x: middle(scaled.width, shown.width), y: middle(scaled.height, shown.height), ...shown },
		target: { x: middle(tile.width, shown.width), y: middle(tile.height, shown.height), ...shown },
	};
}
