/** Message types (RTMP specification 1.0, §5.4, §6.2 and §7.1). */
export const MESSAGE = {
	setChunkSize: 1,
	abort: 2,
	acknowledgement: 3,
	userControl: 4,
	windowSize: 5,
	peerBandwidth: 6,
	audio: 8,
	video: 9,
	data: 18,
	command: 20,
} as const;

/** User control events (§6.2). */
export const USER_CONTROL = { pingRequest: 6, pingResponse: 7 } as const;

/** Chunk streams, by what goes over them; 2 is prescribed for protocol control (§5.4), the others are custom. */
export const CHUNK_STREAM = { control: 2, command: 3, audio: 4, data: 5, video: 6 } as const;

/** A message, put together from its chunks or to be cut into some. */
export interface RtmpMessage {
	readonly type: number;
	/** 0 for what concerns the connection. */
	readonly streamId: number;
	/** Milliseconds, modulo 2³². */
	readonly timestamp: number;
	readonly payload: Buffer;
}
