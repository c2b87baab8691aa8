import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FileResult } from '@roomcast/contract/composer/sinks';
import { OpusDecoder } from '../av/audio-decoder.ts';
import { AudioEncoder } from '../av/audio-encoder.ts';
import { InputFile } from '../av/input-file.ts';
import { Muxer } from '../av/muxer.ts';

const SAMPLE_RATE = 48_000;

/** Collects sound into pieces of one size; what is missing before a piece's time is silence. */
class Joiner {
	readonly #size: number;
	readonly #take: (piece: Float32Array, ptsUs: number) => void;
	#piece: Float32Array;
	#filled = 0;
	#position = 0;

	constructor(size: number, take: (piece: Float32Array, ptsUs: number) => void) {
		this.#size = size;
		this.#take = take;
		this.#piece = new Float32Array(size * 2);
	}

	get samples(): number {
		return this.#position;
	}

	add(sound: Float32Array, ptsUs: number): void {
		const gap = Math.round((ptsUs * SAMPLE_RATE) / 1_000_000) - this.#position;
		// Times in the file are whole milliseconds; only a real pause is filled.
		if (gap > SAMPLE_RATE / 50) this.#append(new Float32Array(gap * 2));
		this.#append(sound);
	}

	flush(): void {
		if (this.#filled > 0) this.#append(new Float32Array((this.#size - this.#filled) * 2));
	}

	#append(sound: Float32Array): void {
		let at = 0;
		while (at < sound.length) {
			const count = Math.min(sound.length - at, (this.#size - this.#filled) * 2);
			this.#piece.set(sound.subarray(at, at + count), this.#filled * 2);
			at += count;
			this.#filled += count / 2;
			this.#position += count / 2;
			if (this.#filled < this.#size) continue;
			this.#take(this.#piece, ((this.#position - this.#size) * 1_000_000) / SAMPLE_RATE);
			this.#piece = new Float32Array(this.#size * 2);
			this.#filled = 0;
		}
	}
}

/**
 * Makes an MP3, or an HLS playlist with AAC in fragmented MP4, from a recorded Opus track. Pauses become silence, so the
 * length is that of the recording.
 *
 * @param source a WebM with one Opus stream; the new file lies beside it, with its own ending
 */
export async function exportAudio(source: string, format: 'mp3' | 'm3u8'): Promise<FileResult> {
	const stem = source.replace(/\.[^./]+$/, '');
	const path = `${stem}.${format}`;
	const input = await InputFile.open(source);
	const decoder = new OpusDecoder();
	const encoder = new AudioEncoder(format === 'mp3' ? 'mp3' : 'aac');
	const muxer = await Muxer.create({
		path,
		container: format === 'mp3' ? 'mp3' : 'hls',
		streams: [encoder.info],
		options:
			format === 'mp3'
				? {}
				: {
						hls_time: '6',
						hls_list_size: '0',
						hls_playlist_type: 'vod',
						hls_segment_type: 'fmp4',
						hls_fmp4_init_filename: `${stem.slice(dirname(stem).length + 1)}-init.mp4`,
						hls_segment_filename: join(dirname(stem), `${stem.slice(dirname(stem).length + 1)}-%05d.m4s`),
					},
	});
	const joiner = new Joiner(encoder.frameSize, (piece, ptsUs) => {
		for (const packet of encoder.encode(piece, ptsUs)) muxer.write(0, packet);
	});
	try {
		for await (const { packet } of input.packets()) {
			const sound = decoder.decode(packet);
			if (sound) joiner.add(sound, packet.ptsUs);
			packet.free();
			await muxer.drained();
		}
		joiner.flush();
		for (const packet of encoder.flush()) muxer.write(0, packet);
	} finally {
		await muxer.close();
		await input.close();
		decoder.close();
		encoder.close();
	}
	return {
		path,
		format,
		durationMs: Math.round((joiner.samples * 1000) / SAMPLE_RATE),
		bytes: (await stat(path)).size,
	};
}
