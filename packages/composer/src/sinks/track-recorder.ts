import type { FileResult, TrackFileSink } from '@roomcast/contract/composer/sinks';
import { CodedPacket } from '../av/coded-packet.ts';
import type { StreamInfo } from '../av/stream-info.ts';
import type { VideoCodec } from '../av/video-decoder.ts';
import { opusSamples } from '../bitstream/opus.ts';
import { privateData } from '../bitstream/private-data.ts';
import type { Inputs } from '../inputs/inputs.ts';
import type { TimedFrame, TrackInput } from '../inputs/track-input.ts';
import { exportAudio } from './export-audio.ts';
import { LastingPicture, PICTURE_MS, STANDS_MS } from './lasting-picture.ts';
import { RecordingFile } from './recording-file.ts';
import { type Gap, sidecarPath } from './sidecar.ts';
import type { Sink, SinkListener } from './sink.ts';

/** A pause longer than this is listed in the sidecar, ms. Audio with DTX still sends every 400 ms. */
const GAP_MS = { audio: 500, video: 1000 };

/** How a track appears in a file. @returns `undefined` before the size is known */
export function describeTrack(input: TrackInput, frame: TimedFrame): StreamInfo | undefined {
	const { codec, channels } = input.description;
	const extradata = privateData(codec, frame.data, channels === 1 ? 1 : 2);
	const shared = extradata ? { codec, extradata } : { codec };
	if (codec === 'opus') return { kind: 'audio', ...shared, sampleRate: 48_000, channels: channels === 1 ? 1 : 2 };
	const { size, rotation } = frame;
	return size ? { kind: 'video', ...shared, ...size, ...(rotation === 0 ? {} : { rotation }) } : undefined;
}

/**
 * Writes one track as it was sent, from its first key frame on, into one file over mutes and reconnections. The time of
 * every frame is the real one; pauses are gaps in time, listed in the sidecar.
 */
export class TrackRecorder implements Sink {
	readonly id: string;
	readonly #inputs: Inputs;
	readonly #options: TrackFileSink;
	readonly #listener: SinkListener;
	readonly #stop: () => void;
	readonly #gaps: Gap[] = [];
	#codec: string | undefined;
	#opening: Promise<void> | undefined;
	#waiting: TimedFrame[] = [];
	#file: RecordingFile | undefined;
	#trackId: string | undefined;
	#last: { fromMs: number; endMs: number } | undefined;
	readonly #lasting = new LastingPicture();
	/** Since when nothing is sent: the track has gone, or its camera is off. Local monotonic ms. */
	#offMs: number | undefined;
	#frameMs = PICTURE_MS;
	#failed = false;

	constructor(inputs: Inputs, options: TrackFileSink, listener: SinkListener) {
		this.id = options.sinkId;
		this.#inputs = inputs;
		this.#options = options;
		this.#listener = listener;
		this.#stop = inputs.observe({
			frame: (input, frame) => this.#frame(input, frame),
			trackAdded: (input) => this.#matches(input) && input.requestKeyFrame(),
			trackRemoved: (input) => this.#matches(input) && this.#off(),
			participantChanged: ({ id, cameraOff }) => {
				if (id === options.participantId && options.trackKind === 'video' && cameraOff) this.#off();
			},
		});
		inputs.track(options.participantId, options.trackKind)?.requestKeyFrame();
	}

	async close(): Promise<FileResult[]> {
		const endMs = this.#offMs ?? (await this.#inputs.readAll());
		this.#stop();
		await this.#opening;
		const file = this.#file;
		if (!file) return [];
		if (this.#failed) return file.abandon();
		if (this.#codec !== 'opus') await this.#lasts(file, endMs - file.startMs);
		const result = { ...(await file.close(this.#gaps)), gapsPath: sidecarPath(this.#options.path) };
		const format = this.#options.format ?? 'native';
		return format === 'native' ? [result] : [result, await exportAudio(this.#options.path, format)];
	}

	#matches({ description }: TrackInput): boolean {
		return description.participantId === this.#options.participantId && description.kind === this.#options.trackKind;
	}

	#frame(input: TrackInput, frame: TimedFrame): void {
		if (!this.#matches(input) || this.#failed) return;
		if (this.#codec !== undefined && input.description.codec !== this.#codec) {
			this.#fail(`the track's codec changed from ${this.#codec} to ${input.description.codec}; one file has one codec`);
			return;
		}
		// After a reconnection, as at the start, a decoder can only begin at a key frame.
		if (this.#trackId !== input.id) {
			if (!frame.keyFrame) {
				input.requestKeyFrame();
				return;
			}
			this.#trackId = input.id;
		}
		if (this.#file) this.#write(this.#file, frame);
		else this.#beforeOpen(input, frame);
	}

	#beforeOpen(input: TrackInput, frame: TimedFrame): void {
		if (!this.#opening) {
			const info = frame.keyFrame ? describeTrack(input, frame) : undefined;
			if (!info) {
				this.#trackId = undefined;
				input.requestKeyFrame();
				return;
			}
			this.#codec = input.description.codec;
			this.#opening = this.#open(info, frame.localMs);
		}
		this.#waiting.push(frame);
	}

	async #open(info: StreamInfo, startMs: number): Promise<void> {
		try {
			const container = info.codec === 'h264' ? 'mp4' : 'webm';
			const file = await RecordingFile.create({ path: this.#options.path, container, streams: [info], startMs });
			for (const frame of this.#waiting) this.#write(file, frame);
			this.#waiting = [];
			this.#file = file;
			this.#listener.started(file.startedAt);
		} catch (error) {
			this.#fail(error instanceof Error ? error.message : String(error));
		}
	}

	#write(file: RecordingFile, frame: TimedFrame): void {
		const fromMs = frame.localMs - file.startMs;
		const audio = this.#codec === 'opus';
		const limit = audio ? GAP_MS.audio : GAP_MS.video;
		if (this.#last) {
			const step = fromMs - this.#last.fromMs;
			// A picture that does not change, as of a shared screen, is no pause.
			if (fromMs - this.#last.endMs > limit && (audio || this.#offMs !== undefined))
				this.#gaps.push({ fromMs: Math.round(this.#last.endMs), toMs: Math.round(fromMs) });
			else if (step < STANDS_MS) this.#frameMs = Math.max(1, step);
		}
		// How long a picture stands is known when the next one comes; the step before is the best guess until then.
		const durationMs = audio ? opusSamples(frame.data) / 48 : this.#frameMs;
		this.#last = { fromMs, endMs: fromMs + durationMs };
		if (!audio && this.#lasting.push(frame)) this.#askForKeyFrame();
		this.#offMs = undefined;
		file.write(0, CodedPacket.fromData(frame.data, fromMs * 1000, durationMs * 1000, frame.keyFrame));
		if (file.failure) this.#fail(file.failure.message);
	}

	#askForKeyFrame(): void {
		this.#inputs.track(this.#options.participantId, this.#options.trackKind)?.requestKeyFrame();
	}

	#off(): void {
		this.#offMs ??= performance.now();
	}

	/** The last picture lasts until the track ended. */
	async #lasts(file: RecordingFile, untilMs: number): Promise<void> {
		const last = this.#last && (await this.#lasting.last(this.#codec as VideoCodec, this.#last.fromMs, untilMs));
		if (last) file.write(0, last);
	}

	#fail(reason: string): void {
		if (this.#failed) return;
		this.#failed = true;
		this.#waiting = [];
		this.#listener.failed(reason);
	}
}
