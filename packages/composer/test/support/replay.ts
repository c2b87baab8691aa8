import { createSocket } from 'node:dgram';
import type { Piece } from './packetize.ts';
import { buildRtp } from './rtp-build.ts';

export interface ReplayFrame {
	readonly pieces: readonly Piece[];
	/** When it is sent and what its timestamp says, ms from the start. */
	readonly atMs: number;
}

/** Sends ready-made frames as RTP in real time from one socket. */
export async function replay(
	frames: readonly ReplayFrame[],
	target: { port: number; localPort: number; ssrc: number; payloadType: number; clockRate: number },
): Promise<void> {
	const socket = createSocket('udp4');
	await new Promise<void>((resolve) => socket.bind(target.localPort, '127.0.0.1', resolve));
	const begun = performance.now();
	let sequence = 1000;
	for (const frame of frames) {
		const wait = begun + frame.atMs - performance.now();
		if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
		for (const { payload, marker } of frame.pieces) {
			const packet = buildRtp({
				payloadType: target.payloadType,
				ssrc: target.ssrc,
				sequence: sequence++,
				timestamp: Math.round((frame.atMs * target.clockRate) / 1000) + 5000,
				marker,
				payload,
			});
			socket.send(packet, target.port, '127.0.0.1');
		}
	}
	await new Promise((resolve) => setTimeout(resolve, 50));
	socket.close();
}
