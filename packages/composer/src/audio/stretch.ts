/**
 * Makes a piece of sound a little longer or shorter by linear interpolation. For differences of up to half a percent,
 * which the ear takes for nothing: so a sender's clock is followed without clicks.
 *
 * @param samples wanted length, per channel
 */
export function stretch(sound: Float32Array, samples: number): Float32Array {
	const length = sound.length / 2;
	if (samples === length || length < 2) return sound;
	const out = new Float32Array(samples * 2);
	const step = (length - 1) / (samples - 1);
	for (let i = 0; i < samples; i++) {
		const at = i * step;
		const left = Math.min(length - 2, Math.floor(at));
		const share = at - left;
		for (const channel of [0, 1]) {
			const a = sound[2 * left + channel] as number;
			const b = sound[2 * left + 2 + channel] as number;
			out[2 * i + channel] = a + (b - a) * share;
		}
	}
	return out;
}
