import type { FileResult, ParticipantFileSink } from '@roomcast/contract/composer/sinks';
import type { TrackKind } from '@roomcast/contract/tracks';
import { CodedPacket } from '../av/coded-packet.ts';
import { blackFrame } from '../av/stand-in-frame.ts';
import type { AudioStreamInfo, VideoStreamInfo } from '../av/stream-info.ts';
import type { VideoCodec } from '../av/video-decoder.ts';
import { OPUS_SILENCE, OPUS_SILENCE_SAMPLES, opusHead, opusSamples } from '../bitstream/opus.ts';
import type { Inputs } from '../inputs/inputs.ts';
import type { TimedFrame, TrackInput } from '../inputs/track-input.ts';
import { addPicture } from './add-picture.ts';
import { LastingPicture, PICTURE_MS } from './lasting-picture.ts';
import { RecordingFile } from './recording-file.ts';
import type { Sink, SinkListener } from './sink.ts';
import { describeTrack } from './track-recorder.ts';

const AUDIO = 0;
const VIDEO = 1;
const SOUND: AudioStreamInfo = {
	kind: 'audio',
	codec: 'opus',
	sampleRate: 48_000,
	channels: 2,
	extradata: opusHead(2),
};
const SILENCE_MS = OPUS_SILENCE_SAMPLES / 48;
/** How often gaps are looked for and filled. */
const FILL_MS = 100;
/** Fillers stay this far behind what has come: packets that were lost may still be repeated. */
const LATE_MS = 400;
/** How long the file waits for the first picture of a camera that is on before it begins with sound alone. */
const WAIT_FOR_VIDEO_MS = 3000;
/** A first picture that comes this soon after the first sound is seen from the start: a file must not begin with a black flash. */
const FIRST_PICTURE_MS = 500;
const BLACK_EVERY_MS = 1000;
/** What is black for who never showed a picture: VP8 is what browsers send unless told otherwise. */
const NO_PICTURE: VideoStreamInfo = { kind: 'video', codec: 'vp8', width: 640, height: 360 };

interface Waiting {
	readonly stream: number;
	readonly frame: TimedFrame;
}

/**
 * Writes one participant's microphone and camera, copied, into one file without gaps: a muted microphone is silence, a
 * camera that is off is black, a frozen picture stays. Until the first picture comes, whose codec and size
 * nobody knows before, the file has sound alone.
 */
export class ParticipantRecorder implements Sink {
	readonly id: string;
	readonly #inputs: Inputs;
	readonly #options: ParticipantFileSink;
	readonly #listener: SinkListener;
	readonly #stop: () => void;
	readonly #timer: NodeJS.Timeout;
	/** The file is being opened, or written again with a picture; what comes meanwhile waits. */
	#working: Promise<void> | undefined;
	#waiting: Waiting[] = [];
	#file: RecordingFile | undefined;
	#video: VideoStreamInfo | undefined;
	#black: Buffer | undefined;
	#videoTrack: string | undefined;
	#needsKeyFrame = true;
	readonly #lasting = new LastingPicture();
	/** Whether the newest picture in the file is the camera's, and since when. */
	#shown = false;
	#shownMs = 0;
	/** Until when, from the file's start, there is sound and picture. */
	#audioEndMs = 0;
	#videoEndMs = 0;
	/** Until when it is known what came, local monotonic ms. */
	#knownMs = Number.NEGATIVE_INFINITY;
	#endMs = Number.POSITIVE_INFINITY;
	#failed = false;

	constructor(inputs: Inputs, options: ParticipantFileSink, listener: SinkListener) {
		this.id = options.sinkId;
		this.#inputs = inputs;
		this.#options = options;
		this.#listener = listener;
		this.#stop = inputs.observe({ frame: (input, frame) => this.#frame(input, frame) });
		inputs.track(options.participantId, 'video')?.requestKeyFrame();
		this.#timer = setInterval(() => void this.#look(), FILL_MS);
	}

	async close(): Promise<FileResult[]> {
		this.#endMs = await this.#inputs.readAll();
		// What was sent until now may still be waiting for a packet that was lost.
		await new Promise((resolve) => setTimeout(resolve, LATE_MS / 2));
		await this.#inputs.readAll();
		clearInterval(this.#timer);
		this.#stop();
		this.#knownMs = Number.POSITIVE_INFINITY;
		this.#take();
		while (this.#working) await this.#working;
		if (this.#file && !this.#video && !this.#failed) await this.#work(() => this.#addPicture(NO_PICTURE));
		const file = this.#file;
		if (!file) return [];
		if (this.#failed) return file.abandon();
		this.#fill(file, this.#endMs, true);
		await this.#last(file);
		return [await file.close()];
	}

	#frame(input: TrackInput, frame: TimedFrame): void {
		const { participantId, kind } = input.description;
		if (participantId !== this.#options.participantId || this.#failed || frame.localMs > this.#endMs) return;
		const stream = streamOf(kind);
		if (stream === undefined) return;
		if (stream === VIDEO && !this.#acceptVideo(input, frame)) return;
		this.#waiting.push({ stream, frame });
		this.#take();
	}

	/** After black or a reconnection, as at the start, a picture can only begin at a key frame of the file's codec. */
	#acceptVideo(input: TrackInput, frame: TimedFrame): boolean {
		if (this.#videoTrack === input.id && !this.#needsKeyFrame) return true;
		const info = frame.keyFrame ? describeTrack(input, frame) : undefined;
		if (info?.kind !== 'video') {
			input.requestKeyFrame();
			return false;
		}
		if (this.#video && info.codec !== this.#video.codec) {
			this.#fail(`the camera's codec changed from ${this.#video.codec} to ${info.codec}; one file has one codec`);
			return false;
		}
		this.#video ??= info;
		this.#videoTrack = input.id;
		this.#needsKeyFrame = false;
		return true;
	}

	/** Does with what waits what can be done. */
	#take(): void {
		if (this.#working || this.#failed || this.#waiting.length === 0) return;
		const file = this.#file;
		const video = this.#video;
		if (!file) {
			if (video || !this.#expectsPicture()) void this.#work(() => this.#open(video));
		} else if (video && !file.hasVideo) {
			void this.#work(() => this.#addPicture(video));
		} else {
			const waiting = this.#waiting;
			this.#waiting = [];
			for (const { stream, frame } of waiting) this.#write(file, stream, frame);
		}
	}

	#work(job: () => Promise<void>): Promise<void> {
		this.#working = job()
			.catch((error: unknown) => this.#fail(error instanceof Error ? error.message : String(error)))
			.finally(() => {
				this.#working = undefined;
				this.#take();
			});
		return this.#working;
	}

	/** A camera is on, and may still show its first picture. */
	#expectsPicture(): boolean {
		const begunMs = this.#waiting[0]?.frame.localMs ?? Number.POSITIVE_INFINITY;
		return !this.#cameraIsOff() && this.#knownMs - begunMs <= WAIT_FOR_VIDEO_MS;
	}

	#cameraIsOff(): boolean {
		const { participantId } = this.#options;
		if (this.#inputs.track(participantId, 'video') === undefined) return true;
		return this.#inputs.participants.find(({ id }) => id === participantId)?.cameraOff ?? false;
	}

	async #open(video: VideoStreamInfo | undefined): Promise<void> {
		const startMs = Math.min(...this.#waiting.map(({ frame }) => frame.localMs));
		if (video) this.#black = await blackFrame(video.codec as VideoCodec, video);
		const file = await RecordingFile.create({
			path: this.#options.path,
			container: containerFor(video),
			streams: video ? [SOUND, video] : [SOUND],
			startMs,
		});
		this.#showFromStart(startMs);
		this.#waiting.sort((a, b) => a.frame.localMs - b.frame.localMs);
		this.#file = file;
		this.#listener.started(file.startedAt);
	}

	#showFromStart(startMs: number): void {
		const index = this.#waiting.findIndex(({ stream }) => stream === VIDEO);
		const first = this.#waiting[index];
		if (first === undefined || first.frame.localMs - startMs > FIRST_PICTURE_MS) return;
		this.#waiting[index] = { stream: VIDEO, frame: { ...first.frame, localMs: startMs } };
	}

	/** What was written so far gets a picture: black. */
	async #addPicture(video: VideoStreamInfo): Promise<void> {
		const sound = this.#file;
		if (!sound) return;
		const begun = this.#waiting.find(({ stream }) => stream === VIDEO)?.frame.localMs ?? Number.POSITIVE_INFINITY;
		this.#black = await blackFrame(video.codec as VideoCodec, video);
		this.#file = await addPicture(sound, {
			container: containerFor(video),
			streams: [SOUND, video],
			standIn: this.#video === undefined,
			// Between packets of sound, so that none waits long for the other, and up to the picture, which comes after its sound.
			before: (file, ms) => this.#fillBlack(file, Math.min(ms, begun - file.startMs - 1), false),
		});
	}

	#write(file: RecordingFile, stream: number, frame: TimedFrame): void {
		const fromMs = frame.localMs - file.startMs;
		if (stream === AUDIO) {
			this.#fillSilence(file, fromMs - SILENCE_MS);
			const durationMs = opusSamples(frame.data) / 48;
			file.write(AUDIO, CodedPacket.fromData(frame.data, fromMs * 1000, durationMs * 1000, true));
			this.#audioEndMs = Math.max(this.#audioEndMs, fromMs + durationMs);
		} else {
			if (!this.#shown) this.#fillBlack(file, fromMs - 1, true);
			file.write(VIDEO, CodedPacket.fromData(frame.data, fromMs * 1000, PICTURE_MS * 1000, frame.keyFrame));
			this.#videoEndMs = fromMs + PICTURE_MS;
			this.#shown = true;
			if (this.#lasting.push(frame)) this.#inputs.track(this.#options.participantId, 'video')?.requestKeyFrame();
			this.#shownMs = fromMs;
		}
		if (file.failure) this.#fail(file.failure.message);
	}

	/** Fills what stayed empty for long enough that nothing can come for it. */
	async #look(): Promise<void> {
		this.#knownMs = await this.#inputs.readAll();
		this.#take();
		if (this.#file && !this.#working && !this.#failed)
			this.#fill(this.#file, Math.min(this.#knownMs - LATE_MS, this.#endMs), false);
	}

	/** @param untilMs local monotonic @param ends that is the end of the file */
	#fill(file: RecordingFile, untilMs: number, ends: boolean): void {
		const until = untilMs - file.startMs;
		this.#fillSilence(file, until);
		// A camera that is on and sends nothing shows a still picture, or is cut off.
		const black = !this.#shown || this.#cameraIsOff();
		if (file.hasVideo && black && (ends || until - this.#videoEndMs > FILL_MS)) this.#fillBlack(file, until, ends);
		else if (!black) this.#videoEndMs = Math.max(this.#videoEndMs, until);
		if (file.failure) this.#fail(file.failure.message);
	}

	#fillSilence(file: RecordingFile, until: number): void {
		while (this.#audioEndMs + SILENCE_MS <= until) {
			file.write(AUDIO, CodedPacket.fromData(OPUS_SILENCE, this.#audioEndMs * 1000, SILENCE_MS * 1000, true));
			this.#audioEndMs += SILENCE_MS;
		}
	}

	/** @param ends something else is seen from then on, or nothing; else only whole seconds are written, of which all is known */
	#fillBlack(file: RecordingFile, until: number, ends: boolean): void {
		if (!this.#black || this.#videoEndMs >= until) return;
		// The decoder knows only black afterwards.
		if (this.#shown) this.#needsKeyFrame = true;
		this.#shown = false;
		while (this.#videoEndMs < until) {
			const durationMs = Math.min(BLACK_EVERY_MS, until - this.#videoEndMs);
			if (durationMs < BLACK_EVERY_MS && !ends) return;
			file.write(VIDEO, CodedPacket.fromData(this.#black, this.#videoEndMs * 1000, durationMs * 1000, true));
			this.#videoEndMs += durationMs;
		}
	}

	/** A picture that stands at the end lasts until there. */
	async #last(file: RecordingFile): Promise<void> {
		if (!this.#shown || !this.#video) return;
		const until = this.#endMs - file.startMs;
		const last = await this.#lasting.last(this.#video.codec as VideoCodec, this.#shownMs, until);
		if (last) file.write(VIDEO, last);
	}

	#fail(reason: string): void {
		if (this.#failed) return;
		this.#failed = true;
		this.#waiting = [];
		this.#listener.failed(reason);
	}
}

function containerFor(video: VideoStreamInfo | undefined): 'mp4' | 'webm' {
	return video?.codec === 'h264' ? 'mp4' : 'webm';
}

function streamOf(kind: TrackKind): number | undefined {
	if (kind === 'audio') return AUDIO;
	return kind === 'video' ? VIDEO : undefined;
}
