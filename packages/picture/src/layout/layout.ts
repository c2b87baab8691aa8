import type { CompositionConfig } from '@roomcast/contract/rest/compositions';
import { completeConfig, type PictureConfig } from '../config.ts';
import { pictureSize } from '../sizes.ts';
import { center, even, fitInside, inset, type Rect, type Size } from './geometry.ts';
import { layGrid } from './grid.ts';
import { choose, leader, type Person, type Priority, presenter } from './people.ts';

/** One tile of the picture. */
export interface Tile {
	readonly participantId: string;
	readonly source: 'camera' | 'screen';
	readonly rect: Rect;
}

export interface LayoutOptions {
	readonly type: PictureConfig['layout']['type'];
	readonly priority: Priority;
	/** Most people in a grid, 1 to 25. */
	readonly gridSize: number;
	readonly size: Size;
	/** Space around the tiles and between them, even; {@link gapOf} is what looks right. */
	readonly gap: number;
}

/** Most tiles beside a large one. */
const MAX_SIDE = 5;
/** Part of the picture the side tiles take. */
const SIDE_SHARE = 0.2;
/** Cameras are 16:9 mostly; on a portrait canvas 4:3 fills more and still shows the faces. */
const ASPECT = { landscape: 16 / 9, portrait: 4 / 3 };

/** Space that looks right on a canvas: by its shorter side. */
export function gapOf(size: Size): number {
	return even(Math.min(size.width, size.height) / 72);
}

/** The layout that a config asks for. @param bare nothing but the pictures: tiles go to the edge */
export function layoutOptions(config: CompositionConfig | undefined, bare: boolean): LayoutOptions {
	const size = pictureSize(config);
	return { ...completeConfig(config).layout, size, gap: bare ? 0 : gapOf(size) };
}

function aspectOf(size: Size): number {
	return size.width >= size.height ? ASPECT.landscape : ASPECT.portrait;
}

/** Large tile and a column at its right (a row below it, on a portrait canvas) for the others. */
function mainAndSide({ size, gap }: LayoutOptions, main: Tile, others: readonly Person[]): Tile[] {
	const box = inset({ x: 0, y: 0, ...size }, gap);
	const shape = (tile: Tile, area: Rect) =>
		// A shared screen has any shape: it gets all the room and is fitted into it.
		tile.source === 'screen' ? area : center(area, fitInside(area, aspectOf(size)));
	if (others.length === 0) return [{ ...main, rect: shape(main, box) }];
	const landscape = size.width >= size.height;
	const side = even((landscape ? box.width : box.height) * SIDE_SHARE);
	const area = landscape ? { ...box, width: box.width - side - gap } : { ...box, height: box.height - side - gap };
	const sideBox = landscape
		? { ...box, x: box.x + area.width + gap, width: side }
		: { ...box, y: box.y + area.height + gap, height: side };
	const rects = sideRects(sideBox, others.length, gap, aspectOf(size), landscape);
	return [
		{ ...main, rect: shape(main, area) },
		...others.flatMap((person, index): Tile[] => {
			const rect = rects[index];
			return rect ? [{ participantId: person.id, source: 'camera', rect }] : [];
		}),
	];
}

/** Tiles one after another along the side, as large as its width lets them be, in the middle of its length. */
function sideRects(box: Rect, count: number, gap: number, aspect: number, column: boolean): Rect[] {
	const room = column
		? { width: box.width, height: (box.height - (count - 1) * gap) / count }
		: { width: (box.width - (count - 1) * gap) / count, height: box.height };
	const tile = fitInside(room, aspect);
	const length = (column ? tile.height : tile.width) * count + gap * (count - 1);
	const strip = center(box, column ? { width: tile.width, height: length } : { width: length, height: tile.height });
	return Array.from({ length: count }, (_, index) => ({
		x: strip.x + (column ? 0 : index * (tile.width + gap)),
		y: strip.y + (column ? index * (tile.height + gap) : 0),
		...tile,
	}));
}

/**
 * Where everyone is in the picture. A pure function: same people, same picture.
 *
 * A shared screen is always the large tile. GRID otherwise gives everyone the same room; SPOTLIGHT shows one; SIDEBAR
 * shows one large and up to five beside.
 */
export function layOut(people: readonly Person[], options: LayoutOptions): Tile[] {
	const { size, priority, type, gap, gridSize } = options;
	const sharer = presenter(people, priority);
	if (sharer) {
		const main: Tile = { participantId: sharer.id, source: 'screen', rect: { x: 0, y: 0, ...size } };
		const beside = type === 'SPOTLIGHT' ? [] : choose(people, Math.min(MAX_SIDE, gridSize), priority);
		return mainAndSide(options, main, beside);
	}
	if (type === 'GRID') {
		const shown = choose(people, gridSize, priority);
		const { rects } = layGrid(shown.length, inset({ x: 0, y: 0, ...size }, gap), {
			gap,
			tile: (cell) => fitInside(cell, aspectOf(size)),
			worth: ({ width, height }) => width * height,
			snap: (offset) => Math.floor(offset / 2) * 2,
		});
		return shown.flatMap((person, index): Tile[] => {
			const rect = rects[index];
			return rect ? [{ participantId: person.id, source: 'camera', rect }] : [];
		});
	}
	const first = leader(people, priority);
	if (!first) return [];
	const main: Tile = { participantId: first.id, source: 'camera', rect: { x: 0, y: 0, ...size } };
	if (type === 'SPOTLIGHT') return mainAndSide(options, main, []);
	return mainAndSide(
		options,
		main,
		choose(
			people.filter((person) => person !== first),
			MAX_SIDE,
			priority,
		),
	);
}
