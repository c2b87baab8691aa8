import { SWS_BILINEAR } from 'node-av/constants';
import { SoftwareScaleContext } from 'node-av/lib';
import { check } from './check.ts';
import type { Picture } from './picture.ts';
import type { DecodedPicture } from './video-decoder.ts';

/** Brings pictures of any size, format and colour matrix to that of a {@link Picture}. One call at a time. */
export class Scaler {
	readonly #context = new SoftwareScaleContext();

	constructor() {
		// Without fixed sizes the context takes them, and the colours, from the frames, and follows when they change.
		this.#context.allocContext();
		this.#context.setOption('sws_flags', SWS_BILINEAR);
	}

	async scale(from: DecodedPicture, to: Picture): Promise<void> {
		check(await this.#context.scaleFrame(to.frame, from.frame), 'scale a picture');
	}

	/** Only while no `scale` is under way. */
	close(): void {
		this.#context.freeContext();
	}
}
