import type { FileResult, ParticipantFileSink } from '@roomcast/contract/composer/sinks';
import type { TrackKind } from '@roomcast/contract/composer/track';
import { CodedPacket } from '../av/coded-packet.ts';
import { blackFrame } from '../av/stand-in-frame.ts';
import type { StreamInfo, VideoStreamInfo } from '../av/stream-info.ts';
import type { VideoCodec } from '../av/video-decoder.ts';
import { OPUS_SILENCE, OPUS_SILENCE_SAMPLES, opusHead, opusSamples } from '../bitstream/opus.ts';
import type { Inputs } from '../inputs/inputs.ts';
import type { TimedFrame, TrackInput } from '../inputs/track-input.ts';
import { RecordingFile } from './recording-file.ts';
import type { Sink, SinkListener } from './sink.ts';
import { describeTrack } from './track-recorder.ts';

const AUDIO = 0;
const VIDEO = 1;
const SILENCE_MS = OPUS_SILENCE_SAMPLES / 48;
/** How often gaps are looked for and filled. */
const FILL_MS = 100;
/** Fillers stay this far behind the present: what is under way may still come. */
const LATE_MS = 400;
/** Without a picture for this long, the camera counts as off. */
const CAMERA_OFF_MS = 1000;
/** How long the file waits for the first picture before it begins without knowing the camera. */
const WAIT_FOR_VIDEO_MS = 3000;
const BLACK_EVERY_MS = 1000;

interface Waiting {
	readonly stream: number;
	readonly frame: TimedFrame;
}

/**
 * Writes one participant's microphone and camera, copied, into one WebM without gaps: a muted microphone is silence, a
 * camera that is off is black.
 */
export class ParticipantRecorder implements Sink {
	readonly id: string;
	readonly #inputs: Inputs;
	readonly #options: ParticipantFileSink;
	readonly #listener: SinkListener;
	readonly #stop: () => void;
	readonly #timer: NodeJS.Timeout;
	readonly #createdMs = performance.now();
	#opening: Promise<void> | undefined;
	#waiting: Waiting[] = [];
	#file: RecordingFile | undefined;
	#video: VideoStreamInfo | undefined;
	#black: Buffer | undefined;
	#videoTrack: string | undefined;
	/** Until when, from the file's start, there is sound and picture. */
	#audioEndMs = 0;
	#videoEndMs = 0;
	#dark = true;
	#endMs = Number.POSITIVE_INFINITY;
	#failed = false;

	constructor(inputs: Inputs, options: ParticipantFileSink, listener: SinkListener) {
		this.id = options.sinkId;
		this.#inputs = inputs;
		this.#options = options;
		this.#listener = listener;
		this.#stop = inputs.observe({ frame: (input, frame) => this.#frame(input, frame) });
		inputs.track(options.participantId, 'video')?.requestKeyFrame();
		this.#timer = setInterval(() => this.#fill(performance.now() - LATE_MS), FILL_MS);
	}

	async close(): Promise<FileResult[]> {
		this.#endMs = performance.now();
		// What was sent until now may still be waiting for a packet that was lost.
		await new Promise((resolve) => setTimeout(resolve, LATE_MS / 2));
		clearInterval(this.#timer);
		this.#stop();
		await this.#opening;
		if (!this.#file) return [];
		if (this.#failed) return this.#file.abandon();
		this.#fill(this.#endMs);
		return [await this.#file.close()];
	}

	#frame(input: TrackInput, frame: TimedFrame): void {
		const { participantId, kind } = input.description;
		if (participantId !== this.#options.participantId || this.#failed || frame.localMs > this.#endMs) return;
		const stream = streamOf(kind);
		if (stream === undefined) return;
		if (stream === VIDEO && !this.#acceptVideo(input, frame)) return;
		if (this.#file) {
			this.#write(this.#file, stream, frame);
			return;
		}
		this.#waiting.push({ stream, frame });
		this.#openWhenKnown();
	}

	/** After a pause or reconnection, as at the start, a picture can only begin at a key frame of the file's codec. */
	#acceptVideo(input: TrackInput, frame: TimedFrame): boolean {
		if (this.#videoTrack === input.id && !this.#dark) return true;
		if (!frame.keyFrame) {
			input.requestKeyFrame();
			return false;
		}
		if (this.#file && this.#video && input.description.codec !== this.#video.codec) {
			this.#fail(
				`the camera's codec changed from ${this.#video.codec} to ${input.description.codec}; one file has one codec`,
			);
			return false;
		}
		const info = describeTrack(input, frame);
		if (!this.#file && info?.kind === 'video') this.#video ??= info;
		this.#videoTrack = input.id;
		this.#dark = false;
		return true;
	}

	#openWhenKnown(): void {
		if (this.#opening || this.#waiting.length === 0) return;
		const waited = performance.now() - this.#createdMs > WAIT_FOR_VIDEO_MS;
		const expected = this.#inputs.track(this.#options.participantId, 'video') !== undefined;
		if (!this.#video && expected && !waited) return;
		// Without a camera there is nothing to take the size from; VP8 is what browsers send unless told otherwise.
		this.#video ??= { kind: 'video', codec: 'vp8', width: 640, height: 360 };
		this.#opening = this.#open(this.#video);
	}

	async #open(video: VideoStreamInfo): Promise<void> {
		try {
			const startMs = Math.min(...this.#waiting.map(({ frame }) => frame.localMs));
			const audio: StreamInfo = {
				kind: 'audio',
				codec: 'opus',
				sampleRate: 48_000,
				channels: 2,
				extradata: opusHead(2),
			};
			const container = video.codec === 'h264' ? 'mp4' : 'webm';
			this.#black = await blackFrame(video.codec as VideoCodec, video);
			const file = await RecordingFile.create({
				path: this.#options.path,
				container,
				streams: [audio, video],
				startMs,
			});
			const waiting = this.#waiting.toSorted((a, b) => a.frame.localMs - b.frame.localMs);
			this.#waiting = [];
			for (const { stream, frame } of waiting) this.#write(file, stream, frame);
			this.#file = file;
			this.#listener.started(file.startedAt);
		} catch (error) {
			this.#fail(error instanceof Error ? error.message : String(error));
		}
	}

	#write(file: RecordingFile, stream: number, frame: TimedFrame): void {
		const fromMs = frame.localMs - file.startMs;
		if (stream === AUDIO) {
			this.#fillSilence(file, fromMs - SILENCE_MS);
			const durationMs = opusSamples(frame.data) / 48;
			file.write(AUDIO, CodedPacket.fromData(frame.data, fromMs * 1000, durationMs * 1000, true));
			this.#audioEndMs = Math.max(this.#audioEndMs, fromMs + durationMs);
		} else {
			if (fromMs - this.#videoEndMs > CAMERA_OFF_MS) this.#fillBlack(file, fromMs - BLACK_EVERY_MS);
			file.write(VIDEO, CodedPacket.fromData(frame.data, fromMs * 1000, 33_333, frame.keyFrame));
			this.#videoEndMs = Math.max(this.#videoEndMs, fromMs + 1000 / 30);
		}
		if (file.failure) this.#fail(file.failure.message);
	}

	/** Fills what stayed empty up to a time. @param untilMs local monotonic */
	#fill(untilMs: number): void {
		const file = this.#file;
		if (!file) return this.#openWhenKnown();
		if (this.#failed) return;
		const until = untilMs - file.startMs;
		this.#fillSilence(file, until);
		const participant = this.#inputs.participants.find(({ id }) => id === this.#options.participantId);
		const off = participant?.cameraOff ?? false;
		if (until - this.#videoEndMs > (off ? FILL_MS : CAMERA_OFF_MS)) this.#fillBlack(file, until);
		if (file.failure) this.#fail(file.failure.message);
	}

	#fillSilence(file: RecordingFile, until: number): void {
		while (this.#audioEndMs + SILENCE_MS <= until) {
			file.write(AUDIO, CodedPacket.fromData(OPUS_SILENCE, this.#audioEndMs * 1000, SILENCE_MS * 1000, true));
			this.#audioEndMs += SILENCE_MS;
		}
	}

	#fillBlack(file: RecordingFile, until: number): void {
		if (!this.#black) return;
		if (!this.#dark) this.#dark = true;
		while (this.#videoEndMs <= until) {
			file.write(VIDEO, CodedPacket.fromData(this.#black, this.#videoEndMs * 1000, BLACK_EVERY_MS * 1000, true));
			this.#videoEndMs += BLACK_EVERY_MS;
		}
	}

	#fail(reason: string): void {
		if (this.#failed) return;
		this.#failed = true;
		this.#waiting = [];
		this.#listener.failed(reason);
	}
}

function streamOf(kind: TrackKind): number | undefined {
	if (kind === 'audio') return AUDIO;
	return kind === 'video' ? VIDEO : undefined;
}
