import type { Rect, Size } from '@roomcast/picture/layout/geometry';
import type { Layout } from '../parameters/table.ts';
import { gapOf, gridLayout, SMALLEST_TILE, type StageShape, shapeOf } from './gridLayout.ts';

/** What is to be shown: keys of tiles, in order of preference. */
export interface StageContents {
	/** Keys of all people, oneself included. */
	readonly people: readonly string[];
	/** Key of oneself. */
	readonly self: string;
	/** Keys of what has the big place: screens, or who is pinned. */
	readonly focus: readonly string[];
	/** Key of somebody who should be seen, also when the strip is too short for all: who speaks. */
	readonly prefer?: string | undefined;
}

export interface StageOptions {
	readonly layout: Layout;
	/** Page of the grid, from 0; beyond the last it is the last. */
	readonly page: number;
	/** Most tiles on one page. */
	readonly pageSize: number;
	/** Most tiles in the strip beside the big place; as many as there is room for when undefined. */
	readonly stripSize?: number | undefined;
}

export interface StageLayout {
	/** Where each visible tile is; a key that is missing is not shown. */
	readonly places: ReadonlyMap<string, Rect>;
	/** Key of a tile that floats above the others: oneself in a call of two. */
	readonly floating: string | undefined;
	readonly page: number;
	readonly pages: number;
	/** How many people have no place, and where the "+N" mark stands. */
	readonly more: { readonly count: number; readonly rect: Rect } | undefined;
}

/** Where everything goes on the stage. Pure: the same call looks the same for everybody who writes a test. */
export function stageLayout(contents: StageContents, stage: Size, options: StageOptions): StageLayout {
	if (stage.width <= 0 || stage.height <= 0) return empty;
	const { people, focus } = contents;
	if (focus.length > 0) return focusStage(contents, stage, options);
	const [only] = people;
	if (options.layout === 'AUTO' && people.length === 1 && only !== undefined)
		return { ...empty, places: new Map([[only, { x: 0, y: 0, ...stage }]]) };
	if (options.layout === 'AUTO' && people.length === 2 && people.includes(contents.self))
		return duoStage(contents, stage);
	return gridStage(people, stage, options);
}

const empty: StageLayout = { places: new Map(), floating: undefined, page: 0, pages: 1, more: undefined };

/** Room that the page turner takes below the grid, px. */
const PAGER = 52;

/** @param shape of the stage, which the page turner does not change */
function gridOptions(area: Size, shape: StageShape, count: number) {
	const narrow = shape === 'narrow';
	// Four faces on a phone are two by two, not four letter boxes.
	const minColumns = narrow && area.height > area.width && count >= 4 ? 2 : 1;
	return {
		minColumns,
		gap: gapOf(shape),
		minAspect: narrow ? 0.64 : 4 / 3,
		maxAspect: 16 / 9,
		cropWorth: narrow ? 1 : 0.5,
	};
}

function gridStage(people: readonly string[], stage: Size, options: StageOptions): StageLayout {
	const shape = shapeOf(stage);
	const paged = people.length > Math.min(options.pageSize, capacity(stage, shape));
	const area = paged ? { width: stage.width, height: Math.max(0, stage.height - PAGER) } : stage;
	const size = Math.max(1, Math.min(options.pageSize, capacity(area, shape)));
	const pages = Math.max(1, Math.ceil(people.length / size));
	const page = Math.min(options.page, pages - 1);
	const shown = people.slice(page * size, (page + 1) * size);
	// Every page has the raster of a full one, so that tiles do not change size from page to page.
	const cells = pages > 1 ? size : shown.length;
	const { rects } = gridLayout(cells, area, gridOptions(area, shape, cells));
	return { ...empty, places: zip(shown, rects), page, pages };
}

/** How many tiles of readable size an area has room for. */
function capacity(area: Size, shape: StageShape): number {
	const gap = gapOf(shape);
	const { width, height } = SMALLEST_TILE[shape];
	const columns = Math.floor((area.width + gap) / (width + gap));
	const rows = Math.floor((area.height + gap) / (height + gap));
	return Math.max(1, columns * rows);
}

/** Two people: the other one fills the stage, oneself floats in its corner. */
function duoStage({ people, self }: StageContents, stage: Size): StageLayout {
	const other = people.find((key) => key !== self);
	if (other === undefined) return gridStage(people, stage, { layout: 'GRID', page: 0, pageSize: 2 });
	const upright = stage.height > stage.width;
	const width = Math.round(
		upright ? Math.min(116, stage.width * 0.32) : Math.min(288, Math.max(152, stage.width * 0.2)),
	);
	const height = Math.round(upright ? (width * 4) / 3 : (width * 9) / 16);
	const margin = shapeOf(stage) === 'wide' ? 16 : 10;
	return {
		...empty,
		floating: self,
		places: new Map([
			[other, { x: 0, y: 0, width: stage.width, height: stage.height }],
			[self, { x: stage.width - width - margin, y: stage.height - height - margin, width, height }],
		]),
	};
}

/** Something big, and the others in a strip beside or below it; SPOTLIGHT has no strip. */
function focusStage(
	{ people, focus, prefer }: StageContents,
	stage: Size,
	{ layout, stripSize }: StageOptions,
): StageLayout {
	const rest = people.filter((key) => !focus.includes(key));
	if (layout === 'SPOTLIGHT' || rest.length === 0) {
		return { ...empty, places: zip(focus, gridLayout(focus.length, stage, focusOptions(stage)).rects) };
	}
	const shape = shapeOf(stage);
	const gap = gapOf(shape);
	const beside = stage.width / stage.height > 1.15 && shape !== 'narrow';
	const strip = beside
		? { width: Math.round(Math.min(264, Math.max(160, stage.width * 0.17))), height: stage.height }
		: { width: stage.width, height: Math.floor(Math.min(150, stage.height * 0.2, (stage.width - 3 * gap) / 4)) };
	const main = beside
		? { width: stage.width - strip.width - gap, height: stage.height }
		: { width: stage.width, height: stage.height - strip.height - gap };
	const places = zip(focus, gridLayout(focus.length, main, focusOptions(main)).rects);
	const corner = beside ? { x: main.width + gap, y: 0 } : { x: 0, y: main.height + gap };
	const cells = stripCells(Math.min(rest.length, stripSize ?? rest.length), strip, beside, gap).map((rect) => ({
		...rect,
		x: rect.x + corner.x,
		y: rect.y + corner.y,
	}));
	const last = cells.at(-1);
	const crowded = rest.length > cells.length && last !== undefined;
	const shown = crowded ? withPreferred(rest, cells.length - 1, prefer) : rest;
	for (const [key, rect] of zip(shown, cells)) places.set(key, rect);
	return { ...empty, places, more: crowded ? { count: rest.length - shown.length, rect: last } : undefined };
}

/** The first of them, the last of which gives way when the preferred one would not be seen. */
function withPreferred(keys: readonly string[], room: number, prefer: string | undefined): readonly string[] {
	const first = keys.slice(0, room);
	if (prefer === undefined || room < 2 || !keys.includes(prefer) || first.includes(prefer)) return first;
	return [...first.slice(0, -1), prefer];
}

/** One big thing takes all the room: a screen is letter-boxed inside its tile, not cropped. */
const focusOptions = (stage: Size) => ({ gap: gapOf(shapeOf(stage)), minAspect: 1 / 4, maxAspect: 4, cropWorth: 0.5 });

function stripCells(count: number, strip: Size, vertical: boolean, gap: number): Rect[] {
	// Below the stage squares: four faces fit across a phone, where 16 : 9 has room for two.
	const width = vertical ? strip.width : strip.height;
	const height = vertical ? Math.round((strip.width * 9) / 16) : strip.height;
	const step = (vertical ? height : width) + gap;
	const room = Math.max(1, Math.floor(((vertical ? strip.height : strip.width) + gap) / step));
	const cells = Math.min(count, room);
	const start = ((vertical ? strip.height : strip.width) - cells * step + gap) / 2;
	return Array.from({ length: cells }, (_, index) =>
		vertical ? { x: 0, y: start + index * step, width, height } : { x: start + index * step, y: 0, width, height },
	);
}

function zip(keys: readonly string[], rects: readonly Rect[]): Map<string, Rect> {
	const places = new Map<string, Rect>();
	for (const [index, key] of keys.entries()) {
		const rect = rects[index];
		if (rect !== undefined) places.set(key, rect);
	}
	return places;
}
