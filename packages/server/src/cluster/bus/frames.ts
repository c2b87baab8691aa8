/** What a frame of a channel is. The numbers are part of the bus: they never change their meaning. */
export const FRAMES = {
	/** The end of a message, of text or of bytes. */
	text: 1,
	binary: 2,
	/** A part of a message that is too large for one frame; more follows. */
	part: 3,
	/** How many bytes of messages were taken in all, modulo 2³². */
	taken: 4,
	/** Closed: the code (16 bits), and the reason as text. */
	closed: 5,
	/**
	 * How many frames were sent that are numbered: after an interruption the other end sees whether it lacks one. `?` or `!`,
	 * whether it is to tell the same, and the node that sends it.
	 */
	count: 6,
	/** The node lives. Of no channel. */
	alive: 7,
	/** The node knows no such channel: it ended there, and that was lost. */
	gone: 8,
	/** Frames are missing from this number on: they are to be sent again. Of channels that outlast an interruption. */
	again: 9,
} as const;

export type FrameType = (typeof FRAMES)[keyof typeof FRAMES];

/** One frame: type (8 bits), id of the channel (128 bits), number (32 bits), then the payload. */
export interface Frame {
	readonly type: number;
	/** 32 hexadecimal digits. */
	readonly channelId: string;
	/** Of `text`, `binary`, `part` and `closed`: counted in each direction from 0. */
	readonly number: number;
	readonly payload: Buffer;
}

const HEADER = 21;
/** The channel of frames that are of none. */
export const NO_CHANNEL = '0'.repeat(32);

export function encodeFrame({ type, channelId, number, payload }: Frame): Buffer {
	const frame = Buffer.allocUnsafe(HEADER + payload.length);
	frame[0] = type;
	frame.write(channelId, 1, 'hex');
	frame.writeUInt32BE(number >>> 0, 17);
	payload.copy(frame, HEADER);
	return frame;
}

/** @returns undefined when it is none */
export function decodeFrame(data: Uint8Array): Frame | undefined {
	if (data.length < HEADER) return undefined;
	const frame = Buffer.from(data.buffer, data.byteOffset, data.length);
	return {
		type: frame.readUInt8(0),
		channelId: frame.toString('hex', 1, 17),
		number: frame.readUInt32BE(17),
		payload: frame.subarray(HEADER),
	};
}
