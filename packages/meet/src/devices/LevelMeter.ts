import { useEffect, useState } from 'react';
import { Store } from '../base/Store.ts';

/** Sound below this is silence, dB of full scale; above the other it is as loud as the meter shows. */
const FLOOR_DB = -60;
const CEILING_DB = -12;

/** Loudness of samples between −1 and 1 as a meter shows it, 0 to 1. */
export function meterLevel(samples: Float32Array): number {
	let sum = 0;
	for (const sample of samples) sum += sample * sample;
	const decibels = 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-12);
	return Math.min(1, Math.max(0, (decibels - FLOOR_DB) / (CEILING_DB - FLOOR_DB)));
}

/** How loud a stream is right now, 0 to 1, twenty times a second. */
export class LevelMeter extends Store<number> {
	readonly #context = new AudioContext();
	readonly #timer: ReturnType<typeof setInterval>;

	constructor(stream: MediaStream) {
		super(0);
		const analyser = this.#context.createAnalyser();
		analyser.fftSize = 1024;
		this.#context.createMediaStreamSource(stream).connect(analyser);
		const samples = new Float32Array(analyser.fftSize);
		this.#timer = setInterval(() => {
			// A page that nobody has touched yet may not run its context; it starts at the first click.
			if (this.#context.state === 'suspended') void this.#context.resume();
			analyser.getFloatTimeDomainData(samples);
			const level = meterLevel(samples);
			// Up at once, down softly: what the eye expects of a meter.
			this.set(Math.abs(level - this.state) < 0.005 ? this.state : Math.max(level, this.state * 0.8));
		}, 50);
	}

	close(): void {
		clearInterval(this.#timer);
		void this.#context.close();
	}
}

/** How loud a stream is, 0 to 1; 0 without one. */
export function useLevel(stream: MediaStream | undefined): number {
	const [level, setLevel] = useState(0);
	useEffect(() => {
		if (stream === undefined || stream.getAudioTracks().length === 0) return;
		const meter = new LevelMeter(stream);
		const stop = meter.subscribe(() => setLevel(meter.state));
		return () => {
			stop();
			meter.close();
			setLevel(0);
		};
	}, [stream]);
	return level;
}
