import type { Size } from '@roomcast/picture/layout/geometry';
import { type Grid, layGrid } from '@roomcast/picture/layout/grid';

/** What the grid may do with a tile: its shape stays between the two aspect ratios (width / height). */
export interface GridOptions {
	/** Space between tiles, px. */
	readonly gap: number;
	/** Narrowest shape, for example 4 / 3. */
	readonly minAspect: number;
	/** Widest shape, for example 16 / 9. */
	readonly maxAspect: number;
	/** What a pixel is worth that a 16 : 9 picture fills only when it is cropped, 0 to 1. */
	readonly cropWorth: number;
	/** Fewest columns; 1 when not given. */
	readonly minColumns?: number;
}

/** The largest shape within the ratios that fits into a cell. */
function fit(cell: Size, { minAspect, maxAspect }: GridOptions): Size {
	const aspect = cell.width / cell.height;
	if (aspect > maxAspect) return { width: cell.height * maxAspect, height: cell.height };
	if (aspect < minAspect) return { width: cell.width, height: cell.width / minAspect };
	return cell;
}

/**
 * The grid that gives `count` equal tiles the most picture in `stage`. A 16 : 9 camera is cropped by a narrower tile, so
 * what counts is the area of the 16 : 9 picture inside the tile plus a share of what the crop adds: a grid that fills
 * the window beats one with bars, but not at the price of faces cut off.
 */
export function gridLayout(count: number, stage: Size, options: GridOptions): Grid {
	return layGrid(
		count,
		{ x: 0, y: 0, ...stage },
		{
			...options,
			tile: (cell) => fit(cell, options),
			worth: ({ width, height }) => {
				const whole = Math.min(width, height * (16 / 9)) ** 2 * (9 / 16);
				return whole + options.cropWorth * (width * height - whole);
			},
		},
	);
}
