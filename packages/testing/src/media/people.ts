import { rtpOutput, Sender } from './ffmpeg.ts';

interface Target {
	readonly port: number;
	readonly localPort: number;
	readonly ssrc: number;
	readonly payloadType: number;
}

/** Sends a pattern from one clock, again and again. Leave a target out to send nothing of that kind. */
export function sendPattern(path: string, targets: { video?: Target; audio?: Target }): Sender {
	return new Sender([
		...['-re', '-stream_loop', '-1', '-i', path, '-t', '120'],
		...(targets.video ? ['-map', '0:v', '-c', 'copy', ...rtpOutput(targets.video)] : []),
		...(targets.audio ? ['-t', '120', '-map', '0:a', '-c', 'copy', ...rtpOutput(targets.audio)] : []),
	]);
}
