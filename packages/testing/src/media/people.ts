import { ffmpeg, rtpOutput, Sender } from './ffmpeg.ts';

interface Target {
	readonly port: number;
	readonly localPort: number;
	readonly ssrc: number;
	readonly payloadType: number;
}

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

/** Writes a pattern to a WebM to be sent as often as wanted, without encoding while a test runs. */
export async function makePattern(path: string, pattern: Pattern): Promise<string> {
	const gate = 'lt(mod(t\\,1)\\,0.1)';
	const flash = pattern.beeps ? `,drawbox=t=fill:c=white:enable='${gate}'` : '';
	const wave = `${pattern.amplitude ?? 0.4}*sin(2*PI*${pattern.tone}*t)${pattern.beeps ? `*${gate}` : ''}`;
	await ffmpeg([
		...['-f', 'lavfi', '-i', `color=c=${pattern.color}:s=${pattern.size ?? '640x360'}:r=30:d=${SECONDS}${flash}`],
		...['-f', 'lavfi', '-i', `aevalsrc=${wave}|${wave}:s=48000:c=stereo:d=${SECONDS}`],
		...['-pix_fmt', 'yuv420p', ...VP8, ...OPUS, '-y', path],
	]);
	return path;
}

/** Sends a pattern from one clock, again and again. Leave a target out to send nothing of that kind. */
export function sendPattern(path: string, targets: { video?: Target; audio?: Target }): Sender {
	return new Sender([
		...['-re', '-stream_loop', '-1', '-i', path, '-t', '120'],
		...(targets.video ? ['-map', '0:v', '-c', 'copy', ...rtpOutput(targets.video)] : []),
		...(targets.audio ? ['-t', '120', '-map', '0:a', '-c', 'copy', ...rtpOutput(targets.audio)] : []),
	]);
}
