import { ffmpeg } from './ffmpeg.ts';

export type Rgb = readonly [number, number, number];

/** A part of a recording, in seconds. */
export interface Stretch {
	readonly from: number;
	readonly seconds: number;
}

function seek(stretch: Stretch | undefined): string[] {
	return stretch === undefined ? [] : ['-ss', String(stretch.from), '-t', String(stretch.seconds)];
}

/** Pictures of a recording at a constant rate, held in memory as RGB. */
export class Pictures {
	readonly width: number;
	readonly height: number;
	readonly frameRate: number;
	readonly #data: Buffer;

	private constructor(width: number, height: number, frameRate: number, data: Buffer) {
		this.width = width;
		this.height = height;
		this.frameRate = frameRate;
		this.#data = data;
	}

	/**
	 * Decodes a file with Debian's ffmpeg.
	 *
	 * @param size of the pictures after scaling down
	 * @param stretch what of the file; default: all of it
	 */
	static async read(
		path: string,
		size: { width: number; height: number },
		frameRate = 30,
		stretch?: Stretch,
	): Promise<Pictures> {
		const filter = `fps=${frameRate}:round=near,scale=${size.width}:${size.height}:flags=area`;
		const data = await ffmpeg([
			...seek(stretch),
			// A picture that changes its size would restart the filters, which lose what they hold.
			'-reinit_filter',
			'0',
			'-i',
			path,
			'-vf',
			filter,
			'-f',
			'rawvideo',
			'-pix_fmt',
			'rgb24',
			'-',
		]);
		return new Pictures(size.width, size.height, frameRate, data);
	}

	get count(): number {
		return Math.floor(this.#data.length / (this.width * this.height * 3));
	}

	/** Colour at a place given in parts of width and height. */
	at(frame: number, x: number, y: number): Rgb {
		const column = Math.min(this.width - 1, Math.floor(x * this.width));
		const row = Math.min(this.height - 1, Math.floor(y * this.height));
		const at = ((frame * this.height + row) * this.width + column) * 3;
		return [this.#data[at] ?? 0, this.#data[at + 1] ?? 0, this.#data[at + 2] ?? 0];
	}

	/** Seconds at which a place turns from what `fits` not to what it does. */
	onsets(x: number, y: number, fits: (color: Rgb) => boolean): number[] {
		const found: number[] = [];
		let before = true;
		for (let frame = 0; frame < this.count; frame++) {
			const now = fits(this.at(frame, x, y));
			if (now && !before) found.push(frame / this.frameRate);
			before = now;
		}
		return found;
	}
}

export function near(color: Rgb, wanted: Rgb, tolerance = 24): boolean {
	return color.every((value, index) => Math.abs(value - (wanted[index] ?? 0)) <= tolerance);
}

const RATE = 48_000;
const WINDOW = 240;

/** The sound of a recording, one channel at 48 kHz. */
export class Sound {
	readonly samples: Float32Array;

	private constructor(samples: Float32Array) {
		this.samples = samples;
	}

	/** @param samples of one channel at 48 kHz */
	static of(samples: Float32Array): Sound {
		return new Sound(samples);
	}

	/** @param stretch what of the file; default: all of it */
	static async read(path: string, stretch?: Stretch): Promise<Sound> {
		// `aresample=async` puts silence where the file has gaps, as a player does.
		const args = [
			...seek(stretch),
			'-i',
			path,
			'-af',
			'aresample=async=1:first_pts=0',
			'-ac',
			'1',
			'-ar',
			String(RATE),
			'-f',
			'f32le',
			'-',
		];
		const data = await ffmpeg(args);
		return new Sound(new Float32Array(data.buffer, data.byteOffset, Math.floor(data.length / 4)));
	}

	get seconds(): number {
		return this.samples.length / RATE;
	}

	/** Strength of one frequency between two times (Goertzel): the amplitude of a continuous sine. */
	tone(frequency: number, fromSeconds: number, toSeconds: number): number {
		const from = Math.round(fromSeconds * RATE);
		const to = Math.min(this.samples.length, Math.round(toSeconds * RATE));
		if (to <= from) return 0;
		const omega = (2 * Math.PI * frequency) / RATE;
		let real = 0;
		let imaginary = 0;
		for (let i = from; i < to; i++) {
			real += (this.samples[i] ?? 0) * Math.cos(omega * i);
			imaginary += (this.samples[i] ?? 0) * Math.sin(omega * i);
		}
		return (2 * Math.hypot(real, imaginary)) / (to - from);
	}

	/** Mean strength of a tone over twentieths of a second: a pitch that is slightly off still counts. */
	level(frequency: number, fromSeconds: number, toSeconds: number): number {
		const count = Math.max(1, Math.floor((toSeconds - fromSeconds) * 20));
		let sum = 0;
		for (let i = 0; i < count; i++) sum += this.tone(frequency, fromSeconds + i / 20, fromSeconds + (i + 1) / 20);
		return sum / count;
	}

	/** A tone over time, a character for each tenth of a second: what a failing test shows. */
	timeline(frequency: number): string {
		const tenths = Array.from({ length: Math.floor(this.seconds * 10) }, (_, i) =>
			this.tone(frequency, i / 10, (i + 1) / 10),
		);
		return tenths.map((strength) => (strength > 0.2 ? '#' : strength > 0.05 ? '+' : '.')).join('');
	}

	/** Seconds at which a tone sets in. */
	onsets(frequency: number, threshold: number): number[] {
		const found: number[] = [];
		let before = true;
		for (let at = 0; at + WINDOW < this.samples.length; at += WINDOW / 2) {
			const now = this.tone(frequency, at / RATE, (at + WINDOW) / RATE) > threshold;
			// The window's middle: a tone half in it is half as strong.
			if (now && !before) found.push((at + WINDOW / 2) / RATE);
			before = now;
		}
		return found;
	}
}

/** For each time the distance to the nearest of others, seconds; positive where it comes later. */
export function distances(times: readonly number[], others: readonly number[]): number[] {
	return times.flatMap((time) => {
		const nearest = others.toSorted((a, b) => Math.abs(a - time) - Math.abs(b - time))[0];
		return nearest === undefined ? [] : [time - nearest];
	});
}
