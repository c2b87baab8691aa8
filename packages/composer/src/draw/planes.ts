/** A planar 4:2:0 picture in memory: luma, and chroma at half the width and height. Even sizes only. */
export interface Planes {
	readonly width: number;
	readonly height: number;
	readonly y: Uint8Array;
	readonly u: Uint8Array;
	readonly v: Uint8Array;
	/** Bytes from one row to the next. */
	readonly strideY: number;
	readonly strideC: number;
}

/*
 * Colours are BT.601 in the limited range, as browsers' camera and screen encoders send them: pictures are then composed
 * without a conversion, and the file says which matrix it has.
 */

export function luma(r: number, g: number, b: number): number {
	return 16 + (65.481 * r + 128.553 * g + 24.966 * b) / 255;
}

export function blueDifference(r: number, g: number, b: number): number {
	return 128 + (-37.797 * r - 74.203 * g + 112 * b) / 255;
}

export function redDifference(r: number, g: number, b: number): number {
	return 128 + (112 * r - 93.786 * g - 18.214 * b) / 255;
}

/** Writes an opaque RGBA image into a picture of the same size. */
export function writeRgba(rgba: Uint8ClampedArray, target: Planes): void {
	const { width, height, y, u, v, strideY, strideC } = target;
	for (let row = 0; row < height; row += 2) {
		for (let column = 0; column < width; column += 2) {
			let red = 0;
			let green = 0;
			let blue = 0;
			for (let inner = 0; inner < 4; inner++) {
				const py = row + (inner >> 1);
				const px = column + (inner & 1);
				const at = (py * width + px) * 4;
				const r = rgba[at] ?? 0;
				const g = rgba[at + 1] ?? 0;
				const b = rgba[at + 2] ?? 0;
				y[py * strideY + px] = Math.round(luma(r, g, b));
				red += r;
				green += g;
				blue += b;
			}
			const at = (row >> 1) * strideC + (column >> 1);
			u[at] = Math.round(blueDifference(red / 4, green / 4, blue / 4));
			v[at] = Math.round(redDifference(red / 4, green / 4, blue / 4));
		}
	}
}

/** A colour as luma, blue and red difference. */
export type Yuv = readonly [number, number, number];

export function yuv(r: number, g: number, b: number): Yuv {
	return [Math.round(luma(r, g, b)), Math.round(blueDifference(r, g, b)), Math.round(redDifference(r, g, b))];
}

/** Makes a picture one colour. */
export function fill(target: Planes, [y, u, v]: Yuv): void {
	target.y.fill(y);
	target.u.fill(u);
	target.v.fill(v);
}

/** Memory for a picture without padding. */
export function allocatePlanes(width: number, height: number): Planes {
	const strideC = width / 2;
	return {
		width,
		height,
		y: new Uint8Array(width * height),
		u: new Uint8Array((strideC * height) / 2),
		v: new Uint8Array((strideC * height) / 2),
		strideY: width,
		strideC,
	};
}
