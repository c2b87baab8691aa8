import type { Rect, Size } from './geometry.ts';

/** How the tiles of a grid may be. */
export interface GridRules {
	/** Space between tiles. */
	readonly gap: number;
	/** Fewest columns; 1 when not given. */
	readonly minColumns?: number;
	/** The tile for a cell of this size: not larger than that. */
	tile(cell: Size): Size;
	/** How much a tile shows: the grid whose tiles show most is taken. */
	worth(tile: Size): number;
	/** Where a row or column may begin, from where it would; there when not given. */
	snap?(offset: number): number;
}

export interface Grid {
	readonly columns: number;
	readonly rows: number;
	readonly tile: Size;
	/** One place per tile, row by row; a last row that is not full is centred. */
	readonly rects: readonly Rect[];
}

/** A tile that shows this little more is not worth another column, px². */
const HARDLY_MORE = 0.5;

/** Lays `count` equal tiles in as many columns as let them show most, in the middle of a box. */
export function layGrid(count: number, box: Rect, rules: GridRules): Grid {
	const { gap, minColumns = 1 } = rules;
	let best: { columns: number; rows: number; tile: Size; worth: number } | undefined;
	for (let columns = Math.max(1, Math.min(count, minColumns)); columns <= count; columns++) {
		const rows = Math.ceil(count / columns);
		const cell = {
			width: (box.width - (columns - 1) * gap) / columns,
			height: (box.height - (rows - 1) * gap) / rows,
		};
		if (cell.width <= 0 || cell.height <= 0) continue;
		const tile = rules.tile(cell);
		const worth = rules.worth(tile);
		if (best === undefined || worth > best.worth + HARDLY_MORE) best = { columns, rows, tile, worth };
	}
	if (best === undefined) return { columns: 0, rows: 0, tile: { width: 0, height: 0 }, rects: [] };
	const { columns, rows, tile } = best;
	return { columns, rows, tile, rects: place(count, box, columns, rows, tile, rules) };
}

function place(count: number, box: Rect, columns: number, rows: number, tile: Size, rules: GridRules): Rect[] {
	const { gap, snap = (offset: number) => offset } = rules;
	/** Space before so many tiles in a row or a column. */
	const before = (room: number, tiles: number, side: number) => snap((room - tiles * side - (tiles - 1) * gap) / 2);
	const top = box.y + before(box.height, rows, tile.height);
	return Array.from({ length: count }, (_, index) => {
		const row = Math.floor(index / columns);
		const inRow = Math.min(columns, count - row * columns);
		const left = box.x + before(box.width, inRow, tile.width);
		return {
			x: left + (index - row * columns) * (tile.width + gap),
			y: top + row * (tile.height + gap),
			...tile,
		};
	});
}
