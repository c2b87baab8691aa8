/** A turn as containers keep it: nine 32-bit numbers, 16.16 but for the last column (FFmpeg, libavutil/display.h). */

/** @param rotation clockwise, degrees: 0, 90, 180 or 270 */
export function displayMatrix(rotation: number): Buffer {
	const radians = (-rotation * Math.PI) / 180;
	const cos = Math.round(Math.cos(radians) * 65_536);
	const sin = Math.round(Math.sin(radians) * 65_536);
	return Buffer.from(Int32Array.of(cos, -sin, 0, sin, cos, 0, 0, 0, 1 << 30).buffer);
}

/** The clockwise turn that a matrix stands for, to the next quarter: 0, 90, 180 or 270. */
export function rotationOf(matrix: Buffer): number {
	if (matrix.length < 36) return 0;
	const cos = matrix.readInt32LE(0);
	const sin = matrix.readInt32LE(12);
	const quarters = Math.round((Math.atan2(-sin, cos) * 2) / Math.PI);
	return ((quarters + 4) % 4) * 90;
}
