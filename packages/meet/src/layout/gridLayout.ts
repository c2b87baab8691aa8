import type { Rect, Size } from './Rect.ts';

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

export interface Grid {
	readonly columns: number;
	readonly rows: number;
	readonly tile: Size;
	/** One place per tile, row by row; a last row that is not full is centred. */
	readonly rects: readonly Rect[];
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
	let best: { columns: number; rows: number; tile: Size; score: number } | undefined;
	for (let columns = Math.max(1, Math.min(count, options.minColumns ?? 1)); columns <= count; columns++) {
		const rows = Math.ceil(count / columns);
		const cell = {
			width: (stage.width - options.gap * (columns - 1)) / columns,
			height: (stage.height - options.gap * (rows - 1)) / rows,
		};
		if (cell.width <= 0 || cell.height <= 0) continue;
		const tile = fit(cell, options);
		const whole = Math.min(tile.width, tile.height * (16 / 9)) ** 2 * (9 / 16);
		const score = whole + options.cropWorth * (tile.width * tile.height - whole);
		if (best === undefined || score > best.score + 0.5) best = { columns, rows, tile, score };
	}
	if (best === undefined) return { columns: 0, rows: 0, tile: { width: 0, height: 0 }, rects: [] };
	return { columns: best.columns, rows: best.rows, tile: best.tile, rects: place(count, stage, best, options.gap) };
}

function place(
	count: number,
	stage: Size,
	{ columns, rows, tile }: { columns: number; rows: number; tile: Size },
	gap: number,
): Rect[] {
	const top = (stage.height - rows * tile.height - (rows - 1) * gap) / 2;
	return Array.from({ length: count }, (_, index) => {
		const row = Math.floor(index / columns);
		const inRow = row === rows - 1 ? count - row * columns : columns;
		const left = (stage.width - inRow * tile.width - (inRow - 1) * gap) / 2;
		return {
			x: left + (index % columns) * (tile.width + gap),
			y: top + row * (tile.height + gap),
			width: tile.width,
			height: tile.height,
		};
	});
}
