import {
	AV_PKT_DATA_DISPLAYMATRIX,
	AV_PKT_FLAG_CORRUPT,
	AVERROR_EOF,
	AVMEDIA_TYPE_AUDIO,
	AVMEDIA_TYPE_VIDEO,
} from 'node-av/constants';
import { FormatContext, Packet, type Stream } from 'node-av/lib';
import { check } from './check.ts';
import { CODEC_IDS, type FileCodec } from './codec-ids.ts';
import { CodedPacket } from './coded-packet.ts';
import { rotationOf } from './display-matrix.ts';
import { MICROSECONDS, type StreamInfo } from './stream-info.ts';

const CODEC_NAMES = new Map(Object.entries(CODEC_IDS).map(([name, id]) => [id, name as FileCodec]));

function readInfo(stream: Stream): StreamInfo | undefined {
	const { codecpar } = stream;
	const codec = CODEC_NAMES.get(codecpar.codecId);
	if (!codec) return undefined;
	const extradata = codecpar.extradata ? { extradata: Buffer.from(codecpar.extradata) } : {};
	if (codecpar.codecType === AVMEDIA_TYPE_VIDEO) {
		const matrix = codecpar.getCodedSideData(AV_PKT_DATA_DISPLAYMATRIX);
		const rotation = matrix === null ? 0 : rotationOf(matrix);
		const turned = rotation === 0 ? {} : { rotation };
		return { kind: 'video', codec, width: codecpar.width, height: codecpar.height, ...turned, ...extradata };
	}
	if (codecpar.codecType !== AVMEDIA_TYPE_AUDIO) return undefined;
	return {
		kind: 'audio',
		codec,
		sampleRate: codecpar.sampleRate,
		channels: codecpar.channelLayout.nbChannels === 1 ? 1 : 2,
		...(codecpar.frameSize > 0 ? { frameSize: codecpar.frameSize } : {}),
		...(codecpar.initialPadding > 0 ? { initialPadding: codecpar.initialPadding } : {}),
		...extradata,
	};
}

/** Reads a media file packet by packet. One that ends in the middle (a crash, a full disk) is read as far as it goes. */
export class InputFile {
	readonly #context: FormatContext;
	readonly #native: Stream[];
	readonly streams: readonly StreamInfo[];

	private constructor(context: FormatContext, native: Stream[], streams: readonly StreamInfo[]) {
		this.#context = context;
		this.#native = native;
		this.streams = streams;
	}

	/** @throws {MediaError} where the file is not there or holds no media */
	static async open(path: string): Promise<InputFile> {
		const context = new FormatContext();
		check(await context.openInput(path, null, null), `open ${path}`);
		try {
			check(await context.findStreamInfo(null), `read ${path}`);
			const known = context.streams.flatMap((stream) => {
				const info = readInfo(stream);
				return info ? [{ stream, info }] : [];
			});
			return new InputFile(
				context,
				known.map(({ stream }) => stream),
				known.map(({ info }) => info),
			);
		} catch (error) {
			await context.closeInput();
			throw error;
		}
	}

	/** The packets in file order, with the index of their stream in `streams`. The taker frees them. */
	async *packets(): AsyncGenerator<{ readonly stream: number; readonly packet: CodedPacket }> {
		for (;;) {
			const native = new Packet();
			native.alloc();
			const code = await this.#context.readFrame(native);
			if (code < 0) {
				native.free();
				// Anything else is a damaged end: what was read so far is the file.
				if (code !== AVERROR_EOF) this.damaged = true;
				return;
			}
			const index = this.#native.findIndex((stream) => stream.index === native.streamIndex);
			const stream = this.#native[index];
			// The file ends within it: a disk that was full took a part of it.
			const cut = (native.flags & AV_PKT_FLAG_CORRUPT) !== 0;
			if (cut) this.damaged = true;
			if (!stream || cut) {
				native.free();
				continue;
			}
			native.rescaleTs(stream.timeBase, MICROSECONDS);
			native.timeBase = MICROSECONDS;
			const packet = new CodedPacket(native, Number(native.pts), Number(native.duration), native.isKeyframe);
			yield { stream: index, packet };
		}
	}

	/** The file ended with an error, or within a packet, after the packets given out. */
	damaged = false;

	async close(): Promise<void> {
		await this.#context.closeInput();
	}
}
