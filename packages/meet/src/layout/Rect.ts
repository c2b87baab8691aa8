/** A place on the stage, in CSS pixels from its top left corner. */
export interface Rect {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** A width and a height in CSS pixels. */
export interface Size {
	readonly width: number;
	readonly height: number;
}
