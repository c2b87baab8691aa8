/** Shortest and longest pitch periods looked for, in samples at 48 kHz: 500 Hz to 62 Hz. */
const MIN_LAG = 96;
const MAX_LAG = 768;
/** Every how many samples the search looks: speech's pitch is far below what that loses. */
const STEP = 4;

/** How long a period the sound's end repeats itself with; the best match of the last 16 ms with what was before. */
function findPeriod(history: Float32Array): number {
	const samples = history.length / 2;
	const window = Math.min(MAX_LAG, samples - MAX_LAG);
	let best = MAX_LAG;
	let bestScore = Number.NEGATIVE_INFINITY;
	for (let lag = MIN_LAG; lag <= MAX_LAG; lag += STEP) {
		let product = 0;
		let energy = 1e-9;
		for (let i = 0; i < window; i += STEP) {
			const now = history[2 * (samples - 1 - i)] as number;
			const then = history[2 * (samples - 1 - i - lag)] as number;
			product += now * then;
			energy += then * then;
		}
		const score = product / Math.sqrt(energy);
		if (score > bestScore) {
			bestScore = score;
			best = lag;
		}
	}
	return best;
}

/**
 * Sound for a hole: the last pitch period again and again, fading out (the idea of ITU-T G.711 appendix I). A hole of a
 * few packets passes unheard, a longer one ends in silence rather than in a buzz.
 *
 * @param history what was heard last, interleaved stereo, at least {@link HISTORY_SAMPLES}
 * @param samples how much is wanted
 * @param fadeSamples after how many samples it is silent
 */
export function conceal(history: Float32Array, samples: number, fadeSamples: number): Float32Array {
	const out = new Float32Array(samples * 2);
	const period = findPeriod(history);
	const start = history.length / 2 - period;
	for (let i = 0; i < samples && i < fadeSamples; i++) {
		const gain = 1 - i / fadeSamples;
		const from = start + (i % period);
		out[2 * i] = (history[2 * from] as number) * gain;
		out[2 * i + 1] = (history[2 * from + 1] as number) * gain;
	}
	return out;
}

/** How much of the past `conceal` needs. */
export const HISTORY_SAMPLES = 2 * MAX_LAG;

/** Goes from one sound to another over the length of the first: changes `to` in place. */
export function crossfade(from: Float32Array, to: Float32Array): void {
	const samples = Math.min(from.length, to.length) / 2;
	for (let i = 0; i < samples; i++) {
		const share = (i + 1) / (samples + 1);
		to[2 * i] = (from[2 * i] as number) * (1 - share) + (to[2 * i] as number) * share;
		to[2 * i + 1] = (from[2 * i + 1] as number) * (1 - share) + (to[2 * i + 1] as number) * share;
	}
}
