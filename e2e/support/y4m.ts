import { writeFile } from 'node:fs/promises';

/** A colour in 8-bit limited-range YCbCr (ITU-R BT.601). */
export interface Yuv {
	readonly y: number;
	readonly u: number;
	readonly v: number;
}

/** Colours that survive a codec and tell participants apart. */
export const COLOURS = {
	red: { y: 82, u: 90, v: 240 },
	green: { y: 145, u: 54, v: 34 },
	blue: { y: 41, u: 240, v: 110 },
	yellow: { y: 210, u: 16, v: 146 },
} as const;

/** Size of a picture in pixels, and frames per second. */
export interface VideoSize {
	readonly width: number;
	readonly height: number;
	readonly rate: number;
}

/**
 * Writes a short video for Chromium's fake camera: one colour, with a white bar that moves so that no frame is like the
 * one before. A second of it, looped by Chromium.
 */
export async function writeColourVideo(path: string, colour: Yuv, size: VideoSize): Promise<void> {
	const { width, height, rate: frames } = size;
	const parts: Buffer[] = [Buffer.from(`YUV4MPEG2 W${width} H${height} F${frames}:1 Ip A1:1 C420jpeg\n`)];
	for (let frame = 0; frame < frames; frame++) {
		const luma = Buffer.alloc(width * height, colour.y);
		const left = Math.round((frame / frames) * (width - 16));
		for (let row = height - 24; row < height; row++) luma.fill(235, row * width + left, row * width + left + 16);
		const chroma = (width * height) / 4;
		parts.push(Buffer.from('FRAME\n'), luma, Buffer.alloc(chroma, colour.u), Buffer.alloc(chroma, colour.v));
	}
	await writeFile(path, Buffer.concat(parts));
}
