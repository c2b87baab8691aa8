/**
 * A rectangle in pixels from the top left corner. In a recording all four values are even, as planar 4:2:0 pictures are
 * cut at chroma samples; on a page they are CSS pixels.
 */
export interface Rect {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

export interface Size {
	readonly width: number;
	readonly height: number;
}

/** The greatest even whole number not above `value`, at least 2. */
export function even(value: number): number {
	return Math.max(2, Math.floor(value / 2) * 2);
}

/** The largest size of a shape that fits into a box. @param aspect width ÷ height */
export function fitInside(box: Size, aspect: number): Size {
	const width = Math.min(box.width, box.height * aspect);
	return { width: even(width), height: even(width / aspect) };
}

/** A rectangle of `size` in the middle of `box`. */
export function center(box: Rect, size: Size): Rect {
	return {
		x: box.x + Math.floor((box.width - size.width) / 4) * 2,
		y: box.y + Math.floor((box.height - size.height) / 4) * 2,
		...size,
	};
}

/** `box` without a margin on all sides. */
export function inset(box: Rect, margin: number): Rect {
	return { x: box.x + margin, y: box.y + margin, width: box.width - 2 * margin, height: box.height - 2 * margin };
}
