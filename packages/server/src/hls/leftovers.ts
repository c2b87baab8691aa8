import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** What composers leave in the folder of a stream: parts, init segments, segments that were not taken over. */
const LEFTOVER = /^(seg-\d+(\.\d+)?\.m4s|init(-\d+)?\.mp4)$/;

/** Takes away what an ended stream needs no more: all of it is in its media file. */
export async function removeLeftovers(folder: string): Promise<void> {
	const names = await readdir(folder).catch(() => []);
	await Promise.allSettled(
		names.filter((name) => LEFTOVER.test(name)).map((name) => rm(join(folder, name), { force: true })),
	);
}
