/** File names of an HLS folder. Composer and server use the same: a preload hint names a part that is not there yet. */

/** The init segment for the segments from a number on. */
export function initName(firstSegment: number): string {
	return firstSegment === 0 ? 'init.mp4' : `init-${firstSegment}.mp4`;
}

export function segmentName(number: number): string {
	return `seg-${number}.m4s`;
}

export function partName(segment: number, part: number): string {
	return `seg-${segment}.${part}.m4s`;
}
