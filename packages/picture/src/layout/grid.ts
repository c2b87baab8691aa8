import { even, fitInside, type Rect } from './geometry.ts';

/**
 * Places `count` tiles of one shape in as many columns as make them largest; the last row is centred.
 *
 * @param box where they may lie
 * @param aspect width ÷ height of a tile
 * @param gap between tiles, even
 */
export function gridRects(box: Rect, count: number, aspect: number, gap: number): Rect[] {
	if (count <= 0) return [];
	let best = { columns: 1, rows: count, size: { width: 2, height: 2 }, area: 0 };
	for (let columns = 1; columns <= count; columns++) {
		const rows = Math.ceil(count / columns);
		const cell = {
			width: (box.width - (columns - 1) * gap) / columns,
			height: (box.height - (rows - 1) * gap) / rows,
		};
		if (cell.width < 2 || cell.height < 2) continue;
		const size = fitInside(cell, aspect);
		const area = size.width * size.height;
		if (area > best.area) best = { columns, rows, size, area };
	}
	const { columns, rows, size } = best;
	const top = box.y + even((box.height - rows * size.height - (rows - 1) * gap) / 2 + 2) - 2;
	return Array.from({ length: count }, (_, index) => {
		const row = Math.floor(index / columns);
		const inRow = Math.min(columns, count - row * columns);
		const left = box.x + even((box.width - inRow * size.width - (inRow - 1) * gap) / 2 + 2) - 2;
		return {
			x: left + (index - row * columns) * (size.width + gap),
			y: top + row * (size.height + gap),
			...size,
		};
	});
}
