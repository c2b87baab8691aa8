import { DEFAULT_CHUNK_SIZE } from './chunk-writer.ts';
import { MESSAGE, type RtmpMessage } from './message.ts';

/** Header bytes by format (RTMP specification 1.0, §5.3.1.2). */
const HEADER_BYTES = [11, 7, 3, 0] as const;
const EXTENDED = 0xffffff;
/** A publisher is sent commands and acknowledgements; what is larger is no RTMP server. */
const MAX_MESSAGE_BYTES = 1024 * 1024;
const MAX_CHUNK_STREAMS = 64;

interface ChunkStream {
	timestamp: number;
	/** What the field said: a difference, or a time. */
	field: number;
	length: number;
	type: number;
	streamId: number;
	/** Payload of the message in the making. */
	parts: Buffer[];
	received: number;
}

/** Puts messages together from the chunks of a connection. */
export class ChunkReader {
	readonly #streams = new Map<number, ChunkStream>();
	#buffer: Buffer = Buffer.alloc(0);
	#chunkSize = DEFAULT_CHUNK_SIZE;

	/**
	 * Takes what has come.
	 *
	 * @returns the messages that are complete with it; the chunk size is followed here, the rest is the caller's
	 * @throws RangeError where it is not RTMP
	 */
	push(data: Buffer): RtmpMessage[] {
		this.#buffer = this.#buffer.length === 0 ? data : Buffer.concat([this.#buffer, data]);
		const messages: RtmpMessage[] = [];
		for (;;) {
			const chunk = this.#next();
			if (!chunk) return messages;
			if (chunk.message) messages.push(chunk.message);
		}
	}

	/** Reads one chunk; `undefined` where it is not all there yet. */
	#next(): { readonly message: RtmpMessage | undefined } | undefined {
		const basic = this.#basicHeader();
		if (!basic) return undefined;
		const { format, id } = basic;
		let at = basic.bytes;
		const stream = this.#stream(id, format);
		const headerBytes = HEADER_BYTES[format] ?? 0;
		const extendedAt = at + headerBytes;
		const field = headerBytes > 0 ? this.#read(at, 3) : stream.field;
		if (field === undefined) return undefined;
		const extended = field === EXTENDED ? 4 : 0;
		if (this.#buffer.length < extendedAt + extended) return undefined;
		const length = format <= 1 ? (this.#read(at + 3, 3) ?? 0) : stream.length;
		if (length > MAX_MESSAGE_BYTES) throw new RangeError(`the server announces a message of ${length} bytes`);
		// A header begins a message, also where the one before was left unfinished.
		const received = headerBytes > 0 ? 0 : stream.received;
		const payload = Math.min(this.#chunkSize, length - received);
		const end = extendedAt + extended + payload;
		if (this.#buffer.length < end) return undefined;

		if (format <= 1) stream.type = this.#buffer.readUInt8(at + 6);
		if (format === 0) stream.streamId = this.#buffer.readUInt32LE(at + 7);
		stream.length = length;
		stream.field = field;
		at = extendedAt + extended;
		if (received === 0) {
			stream.parts = [];
			const time = extended ? this.#buffer.readUInt32BE(extendedAt) : field;
			stream.timestamp = format === 0 ? time : (stream.timestamp + time) >>> 0;
		}
		// A copy: the buffer it lies in is large and would be kept.
		stream.parts.push(Buffer.from(this.#buffer.subarray(at, end)));
		stream.received = received + payload;
		this.#buffer = this.#buffer.subarray(end);
		return { message: stream.received >= stream.length ? this.#complete(stream) : undefined };
	}

	#complete(stream: ChunkStream): RtmpMessage {
		const payload = Buffer.concat(stream.parts);
		stream.parts = [];
		stream.received = 0;
		const message = { type: stream.type, streamId: stream.streamId, timestamp: stream.timestamp, payload };
		if (message.type === MESSAGE.setChunkSize && payload.length >= 4) {
			this.#chunkSize = Math.max(1, payload.readUInt32BE() & 0x7fffffff);
		}
		if (message.type === MESSAGE.abort && payload.length >= 4) {
			const aborted = this.#streams.get(payload.readUInt32BE());
			if (aborted) Object.assign(aborted, { parts: [], received: 0 });
		}
		return message;
	}

	#basicHeader(): { format: number; id: number; bytes: number } | undefined {
		const first = this.#buffer[0];
		if (first === undefined) return undefined;
		const format = first >> 6;
		const id = first & 0x3f;
		if (id > 1) return { format, id, bytes: 1 };
		const bytes = id === 0 ? 2 : 3;
		if (this.#buffer.length < bytes) return undefined;
		const low = this.#buffer.readUInt8(1);
		return { format, id: 64 + low + (id === 1 ? this.#buffer.readUInt8(2) * 256 : 0), bytes };
	}

	#stream(id: number, format: number): ChunkStream {
		const known = this.#streams.get(id);
		if (known) return known;
		if (format !== 0 && format !== 1) throw new RangeError('a chunk stream of the server begins without a header');
		if (this.#streams.size >= MAX_CHUNK_STREAMS) throw new RangeError('the server opens too many chunk streams');
		const stream = { timestamp: 0, field: 0, length: 0, type: 0, streamId: 0, parts: [], received: 0 };
		this.#streams.set(id, stream);
		return stream;
	}

	#read(at: number, bytes: number): number | undefined {
		return at + bytes <= this.#buffer.length ? this.#buffer.readUIntBE(at, bytes) : undefined;
	}
}
