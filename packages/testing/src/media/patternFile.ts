import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { ffmpeg } from './ffmpeg.ts';

/** What someone shows and sounds: a colour that flashes white for a tenth of each second, with a beep, or a steady tone. */
export interface Pattern {
	/** As ffmpeg names colours. */
	readonly color: string;
	readonly size?: string;
	/** Hz. */
	readonly tone: number;
	/** Flash, and sound only while it lasts. */
	readonly beeps: boolean;
	readonly amplitude?: number;
}

const SECONDS = 20;
/** One thread: libvpx's own wait for each other by spinning, which on a busy machine takes all of it. */
const VP8 = ['-c:v', 'libvpx', '-threads', '1', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '1500k', '-g', '30'];
const OPUS = ['-c:a', 'libopus', '-frame_duration', '20', '-b:a', '64k'];

/**
 * A WebM with a pattern, to be sent as often as wanted. It is encoded once in a run: all files of the project
 * share it, which must have patternFolder.ts in its `globalSetup`.
 *
 * @returns its path
 */
export async function patternFile(pattern: Pattern): Promise<string> {
	const { color, size = '640x360', tone, beeps, amplitude = 0.4 } = pattern;
	const path = join(inject('patterns'), `${color}-${size}-${tone}-${beeps}-${amplitude}.webm`);
	if (existsSync(path)) return path;
	const gate = 'lt(mod(t\\,1)\\,0.1)';
	const flash = beeps ? `,drawbox=t=fill:c=white:enable='${gate}'` : '';
	const wave = `${amplitude}*sin(2*PI*${tone}*t)${beeps ? `*${gate}` : ''}`;
	// Another file that wants the same pattern now must not see half of it.
	const unfinished = `${path}.${process.pid}`;
	await ffmpeg([
		...['-f', 'lavfi', '-i', `color=c=${color}:s=${size}:r=30:d=${SECONDS}${flash}`],
		...['-f', 'lavfi', '-i', `aevalsrc=${wave}|${wave}:s=48000:c=stereo:d=${SECONDS}`],
		...['-pix_fmt', 'yuv420p', ...VP8, ...OPUS, '-f', 'webm', '-y', unfinished],
	]);
	await rename(unfinished, path);
	return path;
}
