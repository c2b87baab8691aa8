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

/** A stage narrower than this has no room for more than two columns, px: a phone held upright. */
const NARROW = 640;

/** A stage lower than this has no room for two rows of tiles of the usual size, px: a phone held sideways. */
const LOW = 360;

/** What kind of window the tiles are in. */
export type StageShape = 'wide' | 'narrow' | 'low';

export function shapeOf(stage: Size): StageShape {
	if (stage.height < LOW && stage.width > stage.height) return 'low';
	return stage.width < NARROW ? 'narrow' : 'wide';
}

/** Width and height of the smallest tile in which one recognises a face, px. */
export const SMALLEST_TILE: Readonly<Record<StageShape, Size>> = {
	wide: { width: 168, height: 126 },
	narrow: { width: 144, height: 108 },
	low: { width: 144, height: 81 },
};

/** Space between tiles, px. */
export const gapOf = (shape: StageShape): number => (shape === 'wide' ? 12 : 8);
