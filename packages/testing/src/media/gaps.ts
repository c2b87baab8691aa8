import { expect } from 'vitest';
import { packets } from './ffmpeg.ts';

/**
 * Checks that no picture and no sound is missing: none is too far from the one before. Where the machine was too busy
 * for all pictures, only the sound is looked at.
 *
 * @param ticksDropped as the composer's stats have it
 */
export async function expectNoGaps(path: string, ticksDropped: number): Promise<void> {
	const largestGap = async (stream: 'v' | 'a') => {
		const times = (await packets(path, stream)).map(({ pts_time }) => Number(pts_time));
		expect(times.length, `packets in ${path}`).toBeGreaterThan(10);
		return Math.max(...times.slice(1).map((time, index) => time - (times[index] ?? 0)));
	};
	// A packet of AAC is 21 ms.
	expect(await largestGap('a'), `sound of ${path}`).toBeLessThan(0.03);
	if (ticksDropped === 0) expect(await largestGap('v'), `picture of ${path}`).toBeLessThan(0.04);
}
