import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a GStreamer publisher sends: red, and a tone; key frames almost only on request. */
export const SENT = { width: 320, height: 240, rate: 15, tone: 440, keyInterval: 9000 } as const;

const PICTURE = `videotestsrc is-live=true pattern=red ! video/x-raw,width=${SENT.width},height=${SENT.height},framerate=${SENT.rate}/1 ! videoconvert`;
const TONE = `audiotestsrc is-live=true freq=${SENT.tone} ! audioconvert`;
const H264 = `x264enc tune=zerolatency speed-preset=ultrafast bframes=0 key-int-max=${SENT.keyInterval} ! video/x-h264,profile=constrained-baseline ! rtph264pay config-interval=-1 aggregate-mode=zero-latency ! queue ! application/x-rtp,media=video,encoding-name=H264,payload=96`;
const OPUS = 'opusenc ! rtpopuspay ! queue ! application/x-rtp,media=audio,encoding-name=OPUS,payload=97';

/** A GStreamer program that publishes by WHIP, and how to start it. */
export interface Publisher {
	readonly name: string;
	readonly isThere: boolean;
	/** Publishes H.264 and Opus until it is ended by SIGINT. */
	start(url: string, token: string): ChildProcess;
}

const SCRIPT = fileURLToPath(new URL('./gstreamer_whip.py', import.meta.url));
/** Debian's own, which has the modules of its packages. */
const PYTHON = '/usr/bin/python3';
const launch = process.env.ROOMCAST_TEST_GST_LAUNCH ?? 'gst-launch-1.0';

/** As docs/whip.md has them. */
export const PUBLISHERS: readonly Publisher[] = [
	{
		name: 'whipclientsink',
		isThere: isElement('whipclientsink'),
		start: (url, token) =>
			run(launch, [
				...['whipclientsink', 'name=whip', `signaller::whip-endpoint=${url}`, `signaller::auth-token=${token}`],
				...['stun-server=""', 'video-caps=video/x-h264', 'audio-caps=audio/x-opus'],
				...words(`${PICTURE} ! queue ! whip.video_0`),
				...words(`${TONE} ! queue ! whip.audio_0`),
			]),
	},
	{
		name: 'whipsink',
		isThere: isElement('whipsink'),
		start: (url, token) =>
			run(launch, [
				...['whipsink', 'name=whip', `whip-endpoint=${url}`, `auth-token=${token}`],
				...words(`${PICTURE} ! ${H264} ! whip.sink_0`),
				...words(`${TONE} ! ${OPUS} ! whip.sink_1`),
			]),
	},
	{
		name: 'webrtcbin',
		isThere: works(PYTHON, SCRIPT, '--check'),
		start: (url, token) => run(PYTHON, [SCRIPT, url, token, String(SENT.keyInterval)]),
	},
];

const words = (pipeline: string) => pipeline.split(' ');

function isElement(name: string): boolean {
	// Not `--exists`: that wants a plugin of GStreamer's own version at least, and those in Rust have others.
	return works(launch.replace(/launch/, 'inspect'), name);
}

function works(program: string, ...args: string[]): boolean {
	return spawnSync(program, args).status === 0;
}

function run(program: string, args: string[]): ChildProcess {
	return spawn(program, args, { stdio: 'ignore' });
}
