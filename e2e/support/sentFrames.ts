import type { BrowserContext } from 'playwright-core';
import type { Caller } from './caller.ts';

/** A frame as the encoder of a page produced it, before it became packets. */
export interface SentFrame {
	readonly kind: 'audio' | 'video';
	/** Of its RTP stream: each size of simulcast has one of its own. */
	readonly ssrc: number;
	/** Spatial layer within its stream, from 0. */
	readonly layer: number;
	/** RTP timestamp before the sender's offset is added: equal in all layers of a picture. */
	readonly timestamp: number;
	readonly keyFrame: boolean;
	/** Pixels; 0 where the browser does not say. */
	readonly height: number;
	readonly data: Buffer;
}

interface WireFrame extends Omit<SentFrame, 'data'> {
	readonly bytes: ArrayBuffer;
}

declare const window: { sentFrames: WireFrame[] } & Window;

/** Runs in a worker between encoder and packetizer (W3C WebRTC Encoded Transform). */
const WORKER = `
onrtctransform = ({ transformer }) => {
	const { kind } = transformer.options;
	const copy = new TransformStream({
		transform(frame, controller) {
			const { synchronizationSource, spatialIndex, rtpTimestamp, height } = frame.getMetadata();
			const bytes = frame.data.slice(0);
			postMessage(
				{
					kind,
					ssrc: synchronizationSource,
					layer: spatialIndex ?? 0,
					timestamp: rtpTimestamp,
					keyFrame: frame.type === 'key',
					height: height ?? 0,
					bytes,
				},
				[bytes],
			);
			controller.enqueue(frame);
		},
	});
	transformer.readable.pipeThrough(copy).pipeTo(transformer.writable);
};`;

/** Has all pages that are opened from now on keep every frame that they send. */
export async function keepSentFrames(context: BrowserContext): Promise<void> {
	await context.addInitScript(`(${install.toString()})(${JSON.stringify(WORKER)})`);
}

/** What a page has sent so far, in the order of its encoders. */
export async function sentFrames(caller: Caller, kind: 'audio' | 'video'): Promise<SentFrame[]> {
	const frames = await caller.page.evaluate((wanted) => {
		const text = (bytes: ArrayBuffer) => {
			let out = '';
			const all = new Uint8Array(bytes);
			for (let at = 0; at < all.length; at += 8192) out += String.fromCharCode(...all.subarray(at, at + 8192));
			return btoa(out);
		};
		return window.sentFrames
			.filter((frame) => frame.kind === wanted)
			.map(({ bytes, ...frame }) => ({ ...frame, base64: text(bytes) }));
	}, kind);
	return frames.map(({ base64, ...frame }) => ({ ...frame, data: Buffer.from(base64, 'base64') }));
}

function install(worker: string): void {
	const kept: WireFrame[] = [];
	window.sentFrames = kept;
	const native = RTCPeerConnection.prototype.addTransceiver;
	RTCPeerConnection.prototype.addTransceiver = function (...args) {
		const transceiver = native.apply(this, args);
		const [source] = args;
		if (typeof source === 'string' || transceiver.direction !== 'sendonly') return transceiver;
		const thread = new Worker(URL.createObjectURL(new Blob([worker], { type: 'text/javascript' })));
		thread.onmessage = ({ data }) => kept.push(data as WireFrame);
		transceiver.sender.transform = new RTCRtpScriptTransform(thread, { kind: source.kind });
		return transceiver;
	};
}
