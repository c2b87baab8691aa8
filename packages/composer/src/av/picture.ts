import {
	AV_PIX_FMT_YUV420P,
	AVCOL_PRI_SMPTE170M,
	AVCOL_RANGE_MPEG,
	AVCOL_SPC_SMPTE170M,
	AVCOL_TRC_SMPTE170M,
} from 'node-av/constants';
import { avImageCopy2, Frame } from 'node-av/lib';
import { check } from './check.ts';

/** Part of a picture's memory, as the copying call takes it. */
interface View {
	readonly planes: Buffer[];
	readonly strides: number[];
}

/**
 * A planar 4:2:0 picture that lives long and is written again and again. Its memory is looked up once: asking a frame for
 * it costs more than most of what is done with it.
 */
export class Picture {
	/** For the code in `av/` only. */
	readonly frame: Frame;
	readonly width: number;
	readonly height: number;
	readonly y: Buffer;
	readonly u: Buffer;
	readonly v: Buffer;
	readonly strideY: number;
	readonly strideC: number;
	#closed = false;

	/** @param width, height even */
	constructor(width: number, height: number) {
		const frame = new Frame();
		frame.alloc();
		frame.width = width;
		frame.height = height;
		frame.format = AV_PIX_FMT_YUV420P;
		frame.colorRange = AVCOL_RANGE_MPEG;
		frame.colorSpace = AVCOL_SPC_SMPTE170M;
		frame.colorPrimaries = AVCOL_PRI_SMPTE170M;
		frame.colorTrc = AVCOL_TRC_SMPTE170M;
		check(frame.getBuffer(0), `get memory for a picture of ${width}×${height}`);
		const [y, u, v] = frame.data ?? [];
		const [strideY, strideC] = frame.linesize;
		if (!y || !u || !v || !strideY || !strideC) throw new Error('the media library gave a picture without planes');
		this.frame = frame;
		this.width = width;
		this.height = height;
		this.y = y;
		this.u = u;
		this.v = v;
		this.strideY = strideY;
		this.strideC = strideC;
	}

	get closed(): boolean {
		return this.#closed;
	}

	/** Its planes must not be touched afterwards. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.frame.free();
	}

	/** The memory from a point on. @param x, y even */
	view(x: number, y: number): View {
		const chroma = (y / 2) * this.strideC + x / 2;
		return {
			planes: [this.y.subarray(y * this.strideY + x), this.u.subarray(chroma), this.v.subarray(chroma)],
			strides: [this.strideY, this.strideC, this.strideC],
		};
	}
}

/** A copy between two places that is made many times. */
export class Blit {
	readonly #from: View;
	readonly #to: View;
	readonly #width: number;
	readonly #height: number;

	/** @param size even; it must lie inside both pictures */
	constructor(
		from: Picture,
		fromPoint: { x: number; y: number },
		to: Picture,
		toPoint: { x: number; y: number },
		size: { width: number; height: number },
	) {
		if (
			fromPoint.x + size.width > from.width ||
			fromPoint.y + size.height > from.height ||
			toPoint.x + size.width > to.width ||
			toPoint.y + size.height > to.height
		) {
			throw new RangeError(`a copy of ${size.width}×${size.height} does not lie inside both pictures`);
		}
		this.#from = from.view(fromPoint.x, fromPoint.y);
		this.#to = to.view(toPoint.x, toPoint.y);
		this.#width = size.width;
		this.#height = size.height;
	}

	run(): void {
		avImageCopy2(
			this.#to.planes,
			this.#to.strides,
			this.#from.planes,
			this.#from.strides,
			AV_PIX_FMT_YUV420P,
			this.#width,
			this.#height,
		);
	}
}
