import { AVFMT_FLAG_FLUSH_PACKETS, type AVFormatFlag } from 'node-av/constants';
import { Dictionary, FormatContext, type Stream } from 'node-av/lib';
import { check } from './check.ts';
import type { CodedPacket } from './coded-packet.ts';
import { describeStream, MICROSECONDS, type StreamInfo } from './stream-info.ts';

/** Containers, by FFmpeg's muxer names. */
export type Container = 'mp4' | 'webm' | 'mp3' | 'hls';

export interface MuxerOptions {
	readonly path: string;
	readonly container: Container;
	readonly streams: readonly StreamInfo[];
	/** The muxer's own options. */
	readonly options?: Readonly<Record<string, string>>;
	/** Hold packets back to put the streams in order of time; off where they come in order already. Default on. */
	readonly interleave?: boolean;
}

/** More packets waiting than this means the disk has stopped. About 30 s of picture and sound. */
const MAX_QUEUED = 3000;

/** What makes a growing file playable at any moment: short fragments, written through. */
const GROWING: Readonly<Partial<Record<Container, Readonly<Record<string, string>>>>> = {
	mp4: { movflags: '+hybrid_fragmented', frag_duration: '500000' },
	webm: { cluster_time_limit: '500' },
};

/** Writes packets to a file on FFmpeg's thread pool, one call at a time; a slow disk never holds up the event loop. */
export class Muxer {
	readonly #context: FormatContext;
	readonly #streams: readonly Stream[];
	readonly #interleave: boolean;
	#tail: Promise<void> = Promise.resolve();
	#queued = 0;
	#failure: Error | undefined;
	#closed = false;

	private constructor(context: FormatContext, streams: readonly Stream[], interleave: boolean) {
		this.#context = context;
		this.#streams = streams;
		this.#interleave = interleave;
	}

	/** Opens the file and writes its header. @throws {MediaError} where the file cannot be made or a codec does not fit */
	static async create(options: MuxerOptions): Promise<Muxer> {
		const context = new FormatContext();
		try {
			check(context.allocOutputContext2(null, options.container, options.path), `prepare ${options.path}`);
			const streams = options.streams.map((info) => {
				const stream = context.newStream(null);
				describeStream(stream, info);
				return stream;
			});
			context.flags = (context.flags | AVFMT_FLAG_FLUSH_PACKETS) as AVFormatFlag;
			// The HLS muxer opens its files itself.
			if (options.container !== 'hls') check(await context.openOutput(), `open ${options.path}`);
			const dictionary = Dictionary.fromObject({ ...GROWING[options.container], ...options.options });
			check(await context.writeHeader(dictionary), `write the header of ${options.path}`);
			return new Muxer(context, streams, options.interleave ?? true);
		} catch (error) {
			if (context.pb) await context.closeOutput();
			context.freeContext();
			throw error;
		}
	}

	/** The first write that failed; later packets are let go. */
	get failure(): Error | undefined {
		return this.#failure;
	}

	/** Queues a packet, which is then the muxer's to free. */
	write(streamIndex: number, packet: CodedPacket): void {
		const stream = this.#streams[streamIndex];
		if (!stream || this.#failure || this.#closed) {
			packet.free();
			return;
		}
		if (this.#queued >= MAX_QUEUED) {
			this.#failure = new Error(`the disk is too slow: ${MAX_QUEUED} packets are waiting to be written`);
			packet.free();
			return;
		}
		this.#queued += 1;
		this.#tail = this.#tail.then(() => this.#write(stream, packet));
	}

	/** Resolves when what was queued so far is written: for writers faster than real time. */
	drained(): Promise<void> {
		return this.#tail;
	}

	/** Writes what is queued and the file's end. @throws the first failure of any write */
	async close(): Promise<void> {
		if (this.#closed) return;
		this.#closed = true;
		await this.#tail;
		try {
			if (!this.#failure) check(await this.#context.writeTrailer(), 'finish the file');
		} finally {
			if (this.#context.pb) await this.#context.closeOutput();
			this.#context.freeContext();
		}
		if (this.#failure) throw this.#failure;
	}

	async #write(stream: Stream, packet: CodedPacket): Promise<void> {
		try {
			if (this.#failure) return;
			const { native } = packet;
			native.streamIndex = stream.index;
			native.rescaleTs(MICROSECONDS, stream.timeBase);
			const code = this.#interleave
				? await this.#context.interleavedWriteFrame(native)
				: await this.#context.writeFrame(native);
			check(code, 'write to the file');
		} catch (error) {
			this.#failure = error instanceof Error ? error : new Error(String(error));
		} finally {
			packet.free();
			this.#queued -= 1;
		}
	}
}
