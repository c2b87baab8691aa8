import { AV_SAMPLE_FMT_FLT, AV_SAMPLE_FMT_FLTP } from 'node-av/constants';
import { Codec, CodecContext, Frame, Rational } from 'node-av/lib';
import { check, isDrained } from './check.ts';
import { CODEC_IDS } from './codec-ids.ts';
import type { CodedPacket } from './coded-packet.ts';

/** Decoded sound: interleaved stereo, −1 to 1, at 48 kHz. */
export type Stereo = Float32Array;

function interleave(frame: Frame): Stereo {
	const samples = frame.nbSamples;
	const out = new Float32Array(samples * 2);
	const planes = frame.data ?? [];
	const floats = (plane: Buffer | undefined, count: number) =>
		plane ? new Float32Array(plane.buffer, plane.byteOffset, count) : new Float32Array(count);
	if (frame.format === AV_SAMPLE_FMT_FLT) {
		const source = floats(planes[0], samples * frame.channels);
		if (frame.channels === 2) out.set(source);
		else for (let i = 0; i < samples; i++) out[2 * i] = out[2 * i + 1] = source[i] ?? 0;
	} else if (frame.format === AV_SAMPLE_FMT_FLTP) {
		const left = floats(planes[0], samples);
		const right = frame.channels > 1 ? floats(planes[1], samples) : left;
		for (let i = 0; i < samples; i++) {
			out[2 * i] = left[i] ?? 0;
			out[2 * i + 1] = right[i] ?? 0;
		}
	}
	return out;
}

/** Opus to floating-point stereo. Decoding 20 ms takes some 50 µs, less than a trip to a thread: it is done in place. */
export class OpusDecoder {
	readonly #context = new CodecContext();
	readonly #frame = new Frame();

	constructor() {
		// The native decoder gives planar floats and takes packets of any channel count.
		const codec = Codec.findDecoder(CODEC_IDS.opus);
		if (!codec) throw new Error('the media library has no Opus decoder');
		this.#context.allocContext3(codec);
		this.#context.sampleRate = 48_000;
		this.#context.pktTimebase = new Rational(1, 1_000_000);
		this.#context.threadCount = 1;
		check(this.#context.open2Sync(codec, null), 'open the Opus decoder');
		this.#frame.alloc();
	}

	/** @returns the sound of the packet; `undefined` where the packet is broken */
	decode(packet: CodedPacket): Stereo | undefined {
		if (this.#context.sendPacketSync(packet.native) < 0) return undefined;
		const pieces: Stereo[] = [];
		for (;;) {
			const code = this.#context.receiveFrameSync(this.#frame);
			if (isDrained(code) || code < 0) break;
			pieces.push(interleave(this.#frame));
			this.#frame.unref();
		}
		if (pieces.length <= 1) return pieces[0];
		const joined = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
		let at = 0;
		for (const piece of pieces) {
			joined.set(piece, at);
			at += piece.length;
		}
		return joined;
	}

	close(): void {
		this.#frame.free();
		this.#context.freeContext();
	}
}
