import type { Planes } from './planes.ts';

function rotatePlane(
	from: { data: Uint8Array; stride: number; width: number; height: number },
	to: { data: Uint8Array; stride: number },
	degrees: number,
): void {
	const { data, stride, width, height } = from;
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			const value = data[y * stride + x] as number;
			if (degrees === 90) to.data[x * to.stride + (height - 1 - y)] = value;
			else if (degrees === 180) to.data[(height - 1 - y) * to.stride + (width - 1 - x)] = value;
			else to.data[(width - 1 - x) * to.stride + y] = value;
		}
	}
}

/** Turns a picture clockwise. @param degrees 90, 180 or 270; @param to has width and height swapped for 90 and 270 */
export function rotate(from: Planes, to: Planes, degrees: number): void {
	const { width, height } = from;
	rotatePlane({ data: from.y, stride: from.strideY, width, height }, { data: to.y, stride: to.strideY }, degrees);
	const chroma = { stride: from.strideC, width: width / 2, height: height / 2 };
	rotatePlane({ ...chroma, data: from.u }, { data: to.u, stride: to.strideC }, degrees);
	rotatePlane({ ...chroma, data: from.v }, { data: to.v, stride: to.strideC }, degrees);
}
