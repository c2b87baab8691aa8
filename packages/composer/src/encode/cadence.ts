/** Seconds from one key frame to the next: where sinks may join and segments be cut. */
export const KEY_FRAME_SECONDS = 2;

/** How long a part of a low-latency stream should be: short, and yet no more than some requests a second. */
const PART_SECONDS = 0.4;
/** Parts may be this far from it for all of a group to have one length. */
const SHORTEST = 0.3;
const LONGEST = 0.5;

/** Pictures from one key frame to the next. @param frameRate per second, a whole number */
export function keyFrameTicks(frameRate: number): number {
	return frameRate * KEY_FRAME_SECONDS;
}

/**
 * Whether a picture is a key frame: where a group begins and, for players that begin a live stream at whichever part comes
 * at their distance from its end, where the part half-way through it begins.
 *
 * @param tick number of the picture, from the start of the composition
 * @param live somebody may watch the stream as it comes
 */
export function isKeyFrame(tick: number, frameRate: number, live: boolean): boolean {
	const position = tick % keyFrameTicks(frameRate);
	return position === 0 || (live && position === halfwayTicks(frameRate));
}

/** Pictures from the start of a group to the part half-way through it. */
function halfwayTicks(frameRate: number): number {
	const part = partTicks(frameRate);
	return Math.ceil(keyFrameTicks(frameRate) / part / 2) * part;
}

/**
 * Pictures in a part of a stream: a whole share of those between key frames where there is one of fitting length, so that
 * no part is shorter than the others.
 */
export function partTicks(frameRate: number): number {
	const group = keyFrameTicks(frameRate);
	let best: number | undefined;
	for (let ticks = 1; ticks <= group; ticks++) {
		const seconds = ticks / frameRate;
		if (group % ticks !== 0 || seconds < SHORTEST || seconds > LONGEST) continue;
		if (best === undefined || Math.abs(seconds - PART_SECONDS) < Math.abs(best / frameRate - PART_SECONDS))
			best = ticks;
	}
	return best ?? Math.max(1, Math.round(frameRate * PART_SECONDS));
}

/**
 * The next picture that must not be left out, from a number on: key frames come at even times however busy the machine is,
 * and no part of a stream lasts longer than it may.
 */
export function nextAnchor(tick: number, frameRate: number): number {
	const group = keyFrameTicks(frameRate);
	const part = partTicks(frameRate);
	const begun = Math.floor(tick / group) * group;
	return Math.min(begun + Math.ceil((tick - begun) / part) * part, begun + group);
}
