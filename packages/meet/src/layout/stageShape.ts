import type { Size } from '@roomcast/picture/layout/geometry';

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
