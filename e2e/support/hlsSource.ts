import { mkdtemp, open, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ffmpeg } from '@roomcast/testing/media/ffmpeg';
import Fastify from 'fastify';
import { CodedPacket } from '../../packages/composer/src/av/coded-packet.ts';
import { InputFile } from '../../packages/composer/src/av/input-file.ts';
import type { StreamInfo } from '../../packages/composer/src/av/stream-info.ts';
import { epochOf } from '../../packages/composer/src/clock/epoch.ts';
import type { Composition } from '../../packages/composer/src/compose/composition.ts';
import { isKeyFrame } from '../../packages/composer/src/encode/cadence.ts';
import { HlsSink } from '../../packages/composer/src/hls/hls-sink.ts';
import { HlsPlaylists } from '../../packages/server/src/hls/HlsPlaylists.ts';
import { HlsStream } from '../../packages/server/src/hls/HlsStream.ts';
import type { HlsStreams, WatchedStream } from '../../packages/server/src/hls/HlsStreams.ts';
import { registerWatchRoutes } from '../../packages/server/src/hls/watchRoutes.ts';
import type { App } from '../../packages/server/src/http/App.ts';

const RATE = 30;
const FRAME_US = 1_000_000 / RATE;
const SOUND_US = (1024 * 1_000_000) / 48_000;
/** Seconds of the clip that is sent in a loop: whole groups of pictures. */
const CLIP_SECONDS = 8;
/** ms from a picture to its packet, about what an encoder takes. */
const ENCODE_MS = 60;

/** Coded pictures and frames of sound, as the encoders of a composition give them. */
export interface Clip {
	readonly streams: readonly StreamInfo[];
	readonly packets: readonly (readonly { readonly data: Buffer; readonly keyFrame: boolean }[])[];
}

/** A small moving test picture and a tone. */
export async function makeClip(): Promise<Clip> {
	const folder = await mkdtemp(join(tmpdir(), 'roomcast-clip-'));
	try {
		// Of a transport stream the start codes are kept, as encoders write them.
		const [picture, sound] = [join(folder, 'picture.ts'), join(folder, 'sound.m4a')];
		await ffmpeg([
			...['-f', 'lavfi', '-i', `testsrc2=size=320x180:rate=${RATE}:duration=${CLIP_SECONDS}`],
			...['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:duration=${CLIP_SECONDS}`],
			...[
				'-map',
				'0:v',
				'-c:v',
				'libx264',
				'-preset',
				'veryfast',
				'-pix_fmt',
				'yuv420p',
				'-bf',
				'0',
				'-profile:v',
				'high',
			],
			...['-g', '60', '-keyint_min', '1', '-sc_threshold', '0', '-force_key_frames', keyFrameTimes()],
			...['-f', 'mpegts', picture],
			...['-map', '1:a', '-ac', '2', '-c:a', 'aac', '-b:a', '64k', sound],
		]);
		const read = await Promise.all([picture, sound].map(readTrack));
		return {
			streams: read.map(({ info }) =>
				info.kind === 'video'
					? { ...info, frameRate: RATE, maxBitRate: 400_000 }
					: { ...info, frameSize: 1024, bitRate: 64_000 },
			),
			packets: read.map(({ packets }) => packets),
		};
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** Where a composition that is watched live has key frames: seconds, for FFmpeg's `-force_key_frames`. */
function keyFrameTimes(): string {
	const ticks = Array.from({ length: CLIP_SECONDS * RATE }, (_, tick) => tick);
	return ticks
		.filter((tick) => isKeyFrame(tick, RATE, true))
		.map((tick) => tick / RATE)
		.join(',');
}

async function readTrack(path: string) {
	const input = await InputFile.open(path);
	const [info] = input.streams;
	if (info === undefined) throw new Error(`${path} holds nothing`);
	const packets: { data: Buffer; keyFrame: boolean }[] = [];
	for await (const { packet } of input.packets()) {
		packets.push({ data: Buffer.from(packet.data), keyFrame: packet.keyFrame });
		packet.free();
	}
	await input.close();
	return { info, packets };
}

export interface HlsSourceOptions {
	/** How long the stream has been running when the source starts, seconds: its clock starts there. */
	readonly ageSeconds?: number;
}

/**
 * A stream that runs, from the composer's sink to the server's routes, over real HTTP; what a composition would encode is
 * a clip, so that many of them run on one machine and every picture is accounted for.
 */
export class HlsSource {
	readonly url: string;
	readonly stream: HlsStream;
	readonly #close: () => Promise<void>;

	private constructor(url: string, stream: HlsStream, close: () => Promise<void>) {
		this.url = url;
		this.stream = stream;
		this.#close = close;
	}

	get playbackHlsUrl(): string {
		return `${this.url}/hls/stream/index.m3u8`;
	}

	get livestreamUrl(): string {
		return `${this.url}/hls/stream/live.m3u8`;
	}

	/** @returns it, when three target durations are there: when `hls-playable` is sent */
	static async start(clip: Clip, { ageSeconds = 0 }: HlsSourceOptions = {}): Promise<HlsSource> {
		const folder = await mkdtemp(join(tmpdir(), 'roomcast-source-'));
		const stream = await HlsStream.open(folder);
		const watched = { stream, playlists: new HlsPlaylists(stream) } as WatchedStream;
		const app = Fastify();
		registerWatchRoutes(app as unknown as App, { streams: streamsOf(watched, folder), linkTtl: 60 });
		app.get('/', (_, reply) =>
			reply.type('text/html').send('<!doctype html><meta charset="utf-8"><title>player</title>'),
		);
		await app.listen({ host: '127.0.0.1', port: 0 });
		const { port } = app.server.address() as AddressInfo;

		const pump = new Pump(clip);
		const startedAt = epochOf(pump.startMs);
		const firstSegment = Math.floor(ageSeconds / 2);
		let failed: string | undefined;
		const sink = new HlsSink(
			pump.composition,
			{
				kind: 'hls',
				sinkId: 'hls',
				path: folder,
				firstSegment,
				...(ageSeconds > 0 ? { timelineStart: startedAt - ageSeconds * 1000 } : {}),
			},
			{
				started: (at) => void stream.start(at),
				report: (event) => {
					if (event.type === 'rtmp-state' || event.type === 'rtmp-redirect') return;
					stream.take(event).catch((error) => {
						failed = String(error);
					});
				},
				log: () => {},
				failed: (reason) => {
					failed = reason;
				},
			},
		);
		pump.start();
		const close = async () => {
			pump.stop();
			await sink.close();
			await stream.end().catch(() => {});
			app.server.closeAllConnections();
			await app.close();
			await rm(folder, { recursive: true, force: true });
		};
		while (!stream.hasEnough && failed === undefined) await Promise.race([stream.changed(), sleep(500)]);
		if (failed !== undefined) {
			await close();
			throw new Error(failed);
		}
		return new HlsSource(`http://127.0.0.1:${port}`, stream, close);
	}

	close(): Promise<void> {
		return this.#close();
	}
}

function streamsOf(watched: WatchedStream, folder: string): HlsStreams {
	return {
		find: async () => watched,
		isHere: async () => true,
		storedPlaylist: async () => undefined,
		media: async () => ({ file: await open(join(folder, 'media.mp4')) }),
	} as unknown as HlsStreams;
}

/** Sends a clip in real time, as the outputs of a composition do. */
class Pump {
	readonly startMs = performance.now();
	readonly composition: Composition;
	readonly #clip: Clip;
	readonly #next = [0, 0];
	#listener: { packet(stream: number, packet: CodedPacket): void } | undefined;
	#timer: NodeJS.Timeout | undefined;

	constructor(clip: Clip) {
		this.#clip = clip;
		this.composition = {
			startMs: this.startMs,
			reach: async () => {},
			outputs: {
				streams: clip.streams,
				subscribe: (listener: { packet(stream: number, packet: CodedPacket): void }) => {
					this.#listener = listener;
					return () => {
						this.#listener = undefined;
					};
				},
			},
		} as unknown as Composition;
	}

	start(): void {
		this.#timer = setInterval(() => this.#send(), 10);
	}

	stop(): void {
		clearInterval(this.#timer);
	}

	#send(): void {
		const untilUs = (performance.now() - this.startMs - ENCODE_MS) * 1000;
		// AAC begins with a frame of its delay.
		const times = [(index: number) => index * FRAME_US, (index: number) => (index - 1) * SOUND_US];
		for (const [stream, timeOf] of times.entries()) {
			const packets = this.#clip.packets[stream] ?? [];
			for (let index = this.#next[stream] ?? 0; timeOf(index) <= untilUs; index++) {
				const packet = packets[index % packets.length];
				if (packet === undefined) return;
				const durationUs = Math.round(timeOf(index + 1)) - Math.round(timeOf(index));
				this.#next[stream] = index + 1;
				this.#listener?.packet(
					stream,
					CodedPacket.fromData(packet.data, Math.round(timeOf(index)), durationUs, packet.keyFrame),
				);
			}
		}
	}
}
