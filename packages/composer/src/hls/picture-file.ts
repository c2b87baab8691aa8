import { writeFile } from 'node:fs/promises';
import type { TakePictureCommand } from '@roomcast/contract/composer/commands';
import type { PictureResult } from '@roomcast/contract/composer/events';
import { even } from '@roomcast/picture/layout/geometry';
import { InputFile } from '../av/input-file.ts';
import { encodeStill } from '../av/still-encoder.ts';
import { VideoDecoder } from '../av/video-decoder.ts';

/**
 * Takes one picture out of a media file: the last that is shown at `atMs` after the first, or the very last.
 *
 * @returns what was written to `output`
 * @throws where the file has no picture, or it cannot be read or written
 */
export async function takePicture(command: Omit<TakePictureCommand, 'type' | 'jobId'>): Promise<PictureResult> {
	const { input: path, output, format, atMs = Number.POSITIVE_INFINITY } = command;
	const input = await InputFile.open(path);
	try {
		const index = input.streams.findIndex(({ kind }) => kind === 'video');
		const stream = input.streams[index];
		if (stream?.kind !== 'video' || stream.codec !== 'h264') throw new Error(`${path} has no picture`);
		const decoder = await VideoDecoder.create('h264', stream.extradata);
		try {
			let found: Awaited<ReturnType<VideoDecoder['decode']>>;
			let firstUs: number | undefined;
			for await (const { stream: from, packet } of input.packets()) {
				firstUs ??= from === index ? packet.ptsUs : undefined;
				const wanted = from === index && (found === undefined || packet.ptsUs - (firstUs ?? 0) <= atMs * 1000);
				if (wanted) found = (await decoder.decode(packet)) ?? found;
				packet.free();
			}
			if (found === undefined) throw new Error(`${path} has no picture that can be decoded`);
			const size = sizeOf(command, found);
			const bytes = await encodeStill(found, size, format);
			await writeFile(output, bytes);
			return { ...size, format, bytes: bytes.length };
		} finally {
			await decoder.close();
		}
	} finally {
		await input.close();
	}
}

/** One side that is asked for keeps the shape. */
function sizeOf(
	{ width, height }: { readonly width?: number; readonly height?: number },
	picture: { readonly width: number; readonly height: number },
): { width: number; height: number } {
	if (width !== undefined && height !== undefined) return { width, height };
	if (width !== undefined) return { width, height: even((width * picture.height) / picture.width) };
	if (height !== undefined) return { width: even((height * picture.width) / picture.height), height };
	return { width: picture.width, height: picture.height };
}
