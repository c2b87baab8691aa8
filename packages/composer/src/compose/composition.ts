import type { ComposerConfig } from '@roomcast/contract/composer/commands';
import type { CompositionConfig } from '@roomcast/contract/rest/compositions';
import { completeConfig } from '@roomcast/picture/config';
import { type LayoutOptions, layoutOptions } from '@roomcast/picture/layout/layout';
import { pictureSize, QUALITIES } from '@roomcast/picture/sizes';
import { Mixer } from '../audio/mixer.ts';
import { AudioEncoder } from '../av/audio-encoder.ts';
import { VideoEncoder } from '../av/video-encoder.ts';
import { VideoFeed } from '../decode/video-feed.ts';
import { isKeyFrame, keyFrameTicks, nextAnchor } from '../encode/cadence.ts';
import { Outputs } from '../encode/outputs.ts';
import type { Inputs } from '../inputs/inputs.ts';
import type { TrackInput } from '../inputs/track-input.ts';
import { buildScene } from './scene.ts';
import { TileCanvas } from './tile-canvas.ts';

/** Falling behind by more ticks than this, the composition leaves pictures out rather than run late. */
const MAX_BEHIND = 3;

interface Encoders {
	readonly video: VideoEncoder | undefined;
	readonly audio: AudioEncoder;
}

/**
 * The room as one picture and one sound, encoded once.
 *
 * Time: tick n shows the room as it was at `startMs + n / frameRate`; it runs `latencyMs` later, when late packets have
 * come. The encoding of one tick overlaps the decoding of the next.
 */
export class Composition {
	/** Local monotonic ms of time 0. */
	readonly startMs: number;
	readonly outputs: Outputs;
	readonly #inputs: Inputs;
	readonly #latencyMs: number;
	readonly #frameRate: number;
	readonly #frameMs: number;
	readonly #bare: boolean;
	readonly #encoders: Encoders;
	readonly #canvas: TileCanvas | undefined;
	readonly #mixer: Mixer;
	readonly #feeds = new Map<string, VideoFeed>();
	readonly #unobserve: () => void;
	/** Feeds of tracks that have gone; a tile may be showing them until the next change of the scene. */
	#retired: VideoFeed[] = [];
	readonly #closing = new Set<Promise<void>>();
	readonly #waiters = new Set<{ readonly timeMs: number; readonly resolve: () => void }>();
	readonly #running: Promise<void>;
	#layout: LayoutOptions;
	#encoding: Promise<void> = Promise.resolve();
	#refreshMs: number | undefined = Number.NEGATIVE_INFINITY;
	#tick = 0;
	#ticksDropped = 0;
	#closed = false;

	private constructor(inputs: Inputs, config: ComposerConfig, encoders: Encoders) {
		this.#inputs = inputs;
		this.#encoders = encoders;
		this.#latencyMs = config.latencyMs ?? 200;
		this.#frameRate = config.frameRate ?? 30;
		this.#frameMs = 1000 / this.#frameRate;
		this.#bare = config.bare ?? false;
		this.#layout = layoutOptions(config.composition, this.#bare);
		const { theme } = completeConfig(config.composition);
		this.#canvas = encoders.video && new TileCanvas(this.#layout.size, theme, this.#bare);
		this.outputs = new Outputs(encoders.video ? [encoders.video.info, encoders.audio.info] : [encoders.audio.info]);
		this.startMs = performance.now();
		this.#mixer = new Mixer(this.startMs, encoders.audio.frameSize);
		const refresh = () => {
			// Changes are shown where they belong in time, as late as the media is.
			this.#refreshMs ??= performance.now();
		};
		this.#unobserve = inputs.observe({
			frame: (input, frame) => {
				if (input.isVideo) this.#feeds.get(input.id)?.push(frame);
				else this.#mixer.push(input, frame);
			},
			trackAdded: (input) => {
				this.#addTrack(input);
				refresh();
			},
			trackRemoved: (input) => {
				this.#removeTrack(input);
				refresh();
			},
			participantChanged: refresh,
			participantLeft: refresh,
		});
		for (const input of inputs.tracks) this.#addTrack(input);
		this.#running = this.#run().catch((error: unknown) => {
			this.#closed = true;
			for (const { resolve } of this.#waiters) resolve();
			this.outputs.fail(`the composition broke: ${error instanceof Error ? error.message : String(error)}`);
		});
	}

	/** Opens the encoders and starts. @throws {MediaError} where an encoder refuses the settings */
	static async create(inputs: Inputs, config: ComposerConfig): Promise<Composition> {
		const { mode, quality } = completeConfig(config.composition);
		const frameRate = config.frameRate ?? 30;
		const webm = config.encoding === 'vp8-opus';
		const audio = new AudioEncoder(webm ? 'opus' : 'aac');
		const video =
			mode === 'audio'
				? undefined
				: await VideoEncoder.create({
						encoding: webm ? 'vp8' : 'h264',
						...pictureSize(config.composition),
						frameRate,
						maxBitRate: QUALITIES[quality].maxBitRate,
						keyFrameInterval: keyFrameTicks(frameRate),
					});
		return new Composition(inputs, config, { video, audio });
	}

	/** Ticks left out because the machine could not keep up. */
	get ticksDropped(): number {
		return this.#ticksDropped;
	}

	/** Another layout, from now on; size, theme and mode stay what they were at the start. */
	setLayout(config: CompositionConfig): void {
		const { size, gap } = this.#layout;
		this.#layout = { ...completeConfig(config).layout, size, gap };
		this.#refreshMs ??= performance.now();
	}

	/** Resolves when everything up to a time has been encoded and handed out. @param timeMs local monotonic */
	reach(timeMs: number): Promise<void> {
		if (this.#closed) return Promise.resolve();
		return new Promise((resolve) => this.#waiters.add({ timeMs, resolve }));
	}

	async close(): Promise<void> {
		this.#closed = true;
		this.#unobserve();
		await this.#running;
		await this.#encoding.catch(() => {});
		this.#closeRetired();
		await Promise.all([...this.#feeds.values()].map((feed) => feed.close()));
		await Promise.all(this.#closing);
		for (const { resolve } of this.#waiters) resolve();
		this.#mixer.close();
		this.#canvas?.close();
		this.#encoders.audio.close();
		this.#encoders.video?.close();
	}

	async #run(): Promise<void> {
		while (!this.#closed) {
			await this.#waitForTick();
			const tick = this.#tick++;
			const timeMs = this.startMs + tick * this.#frameMs;
			this.#refresh(timeMs);
			// A frame goes to the nearest tick, not to the next: half a frame early and half a frame late are the same skew.
			await this.#canvas?.prepare(timeMs + this.#frameMs / 2);
			await this.#encoding;
			this.#tellWaiters(timeMs);
			this.#canvas?.paint();
			this.#encoding = this.#encode(tick);
			// Awaited in the next round; until then a failure is nobody's surprise.
			this.#encoding.catch(() => {});
			this.#mix(timeMs);
		}
	}

	async #waitForTick(): Promise<void> {
		const due = this.startMs + this.#tick * this.#frameMs + this.#latencyMs;
		const early = due - performance.now();
		if (early > 0) {
			await new Promise((resolve) => setTimeout(resolve, early));
		}
		// By what has come, not by a timer that may be late: what lies in the socket is not missing.
		await this.#inputs.readAll();
		const behind = Math.floor((performance.now() - due) / this.#frameMs);
		if (behind <= MAX_BEHIND) return;
		const next = Math.min(this.#tick + behind, nextAnchor(this.#tick, this.#frameRate));
		this.#ticksDropped += next - this.#tick;
		this.#tick = next;
	}

	#refresh(timeMs: number): void {
		if (this.#refreshMs === undefined || timeMs < this.#refreshMs) return;
		this.#refreshMs = undefined;
		if (!this.#canvas) return;
		const tiles = buildScene(this.#inputs, this.#layout, (participantId, kind) => {
			const input = this.#inputs.track(participantId, kind);
			return input && this.#feeds.get(input.id);
		});
		const seen = new Set(tiles.map((tile) => tile.feed));
		for (const feed of this.#feeds.values()) feed.visible = seen.has(feed);
		this.#canvas.arrange(tiles);
		this.#closeRetired();
	}

	/** Only when no tile shows them any more: a picture being scaled must not lose its decoder. */
	#closeRetired(): void {
		for (const feed of this.#retired) {
			const closing = feed.close().finally(() => this.#closing.delete(closing));
			this.#closing.add(closing);
		}
		this.#retired = [];
	}

	async #encode(tick: number): Promise<void> {
		const { video } = this.#encoders;
		if (!video || !this.#canvas) return;
		// By time, not by count: pictures left out must not shift the key frames.
		const keyFrame = isKeyFrame(tick, this.#frameRate, this.outputs.live);
		for (const packet of await video.encode(this.#canvas.picture, tick, keyFrame)) this.outputs.send(0, packet);
	}

	#mix(timeMs: number): void {
		const { audio, video } = this.#encoders;
		while (this.#mixer.ready(timeMs)) {
			const ptsUs = (this.#mixer.position * 1000) / 48;
			for (const packet of audio.encode(this.#mixer.mix(), ptsUs)) this.outputs.send(video ? 1 : 0, packet);
		}
	}

	/** Everything before `timeMs` has been handed out. */
	#tellWaiters(timeMs: number): void {
		for (const waiter of [...this.#waiters]) {
			if (waiter.timeMs > timeMs) continue;
			this.#waiters.delete(waiter);
			waiter.resolve();
		}
	}

	#addTrack(input: TrackInput): void {
		if (input.isVideo && this.#canvas) this.#feeds.set(input.id, new VideoFeed(input));
	}

	#removeTrack(input: TrackInput): void {
		this.#mixer.remove(input);
		const feed = this.#feeds.get(input.id);
		if (!feed) return;
		this.#feeds.delete(input.id);
		this.#retired.push(feed);
	}
}
