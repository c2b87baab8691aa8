import { blueDifference, luma, type Planes, redDifference } from './planes.ts';

/** The pixels of one plane that are not wholly transparent: where, how much stays of what is there, and what is added. */
interface SparsePlane {
	readonly at: Uint32Array;
	/** 255 − alpha. */
	readonly keep: Uint8Array;
	/** value × alpha. */
	readonly add: Uint16Array;
}

function blendPlane({ at, keep, add }: SparsePlane, target: Uint8Array): void {
	for (let i = 0; i < at.length; i++) {
		const where = at[i] as number;
		// x ÷ 255, rounded, without a division.
		target[where] = (((target[where] as number) * (keep[i] as number) + (add[i] as number) + 128) * 257) >>> 16;
	}
}

class Collector {
	readonly #at: number[] = [];
	readonly #keep: number[] = [];
	readonly #add: number[] = [];

	add(at: number, alpha: number, value: number): void {
		this.#at.push(at);
		this.#keep.push(255 - alpha);
		this.#add.push(Math.round(value * alpha));
	}

	finish(): SparsePlane {
		return { at: Uint32Array.from(this.#at), keep: Uint8Array.from(this.#keep), add: Uint16Array.from(this.#add) };
	}
}

/**
 * A drawing to be laid over a tile many times: corners, ring and name plate. Only its visible pixels are kept, with their
 * places on one particular canvas, so that laying it over costs a few thousand steps a tile and frame.
 */
export class Sprite {
	readonly #y: SparsePlane;
	readonly #u: SparsePlane;
	readonly #v: SparsePlane;

	/**
	 * @param rgba not premultiplied; @param size of the drawing, even
	 * @param place its upper left corner on the canvas, even
	 * @param canvas whose strides it is made for
	 */
	constructor(
		rgba: Uint8ClampedArray,
		size: { width: number; height: number },
		place: { x: number; y: number },
		canvas: Pick<Planes, 'strideY' | 'strideC'>,
	) {
		const y = new Collector();
		const u = new Collector();
		const v = new Collector();
		for (let row = 0; row < size.height; row += 2) {
			for (let column = 0; column < size.width; column += 2) {
				const sum = { alpha: 0, r: 0, g: 0, b: 0 };
				for (let inner = 0; inner < 4; inner++) {
					const py = row + (inner >> 1);
					const px = column + (inner & 1);
					const source = (py * size.width + px) * 4;
					const alpha = rgba[source + 3] ?? 0;
					if (alpha === 0) continue;
					const r = rgba[source] ?? 0;
					const g = rgba[source + 1] ?? 0;
					const b = rgba[source + 2] ?? 0;
					y.add((place.y + py) * canvas.strideY + place.x + px, alpha, luma(r, g, b));
					sum.alpha += alpha;
					sum.r += r * alpha;
					sum.g += g * alpha;
					sum.b += b * alpha;
				}
				if (sum.alpha < 4) continue;
				const [r, g, b] = [sum.r / sum.alpha, sum.g / sum.alpha, sum.b / sum.alpha];
				const at = ((place.y + row) >> 1) * canvas.strideC + ((place.x + column) >> 1);
				const alpha = Math.round(sum.alpha / 4);
				u.add(at, alpha, blueDifference(r, g, b));
				v.add(at, alpha, redDifference(r, g, b));
			}
		}
		this.#y = y.finish();
		this.#u = u.finish();
		this.#v = v.finish();
	}

	/** Visible luma pixels. */
	get pixels(): number {
		return this.#y.at.length;
	}

	/** Lays it over the canvas it was made for. */
	blend(canvas: Planes): void {
		blendPlane(this.#y, canvas.y);
		blendPlane(this.#u, canvas.u);
		blendPlane(this.#v, canvas.v);
	}
}
