import { element } from '../ui/element.ts';
import { formatTime, spokenTime } from '../ui/formatTime.ts';
import type { PlaybackTimes } from './Playback.ts';

/** ms after a key in which the bar does not follow the picture, which needs a moment to be there. */
const SETTLE = 400;

/** The bar of what there is of a stream, and where in it the picture is. */
export class DvrBar {
	readonly root: HTMLElement;
	readonly #input: HTMLInputElement;
	readonly #tip: HTMLElement;
	#dragging = false;
	#heldUntil = 0;
	#times: PlaybackTimes = { position: 0, from: 0, to: 0, behind: undefined };

	/** @param seek goes to seconds of the time line */
	constructor(seek: (seconds: number) => void) {
		this.#input = element('input', {
			type: 'range',
			min: 0,
			max: 0,
			step: 0.1,
			value: 0,
			'aria-label': 'Position in the stream',
			'data-testid': 'dvr-bar',
		});
		this.#tip = element('span', { class: 'bar-tip', 'aria-hidden': 'true' });
		this.root = element('div', { class: 'bar' }, this.#input, this.#tip);
		this.#input.addEventListener('pointerdown', () => {
			this.#dragging = true;
		});
		this.#input.addEventListener('input', () => {
			this.#heldUntil = performance.now() + SETTLE;
			this.#describe(Number(this.#input.value));
		});
		this.#input.addEventListener('change', () => {
			this.#dragging = false;
			this.#heldUntil = performance.now() + SETTLE;
			seek(Number(this.#input.value));
		});
		this.root.addEventListener('pointermove', (event) => {
			const { left, width } = this.#input.getBoundingClientRect();
			const part = Math.min(1, Math.max(0, (event.clientX - left) / width));
			const { from, to } = this.#times;
			this.#tip.textContent = this.#label(from + part * (to - from));
			this.root.style.setProperty('--tip', `${part * 100}%`);
		});
	}

	/** Follows the picture, unless somebody has the bar in the hand. */
	show(times: PlaybackTimes): void {
		this.#times = times;
		const { position, from, to } = times;
		this.#input.min = String(from);
		this.#input.max = String(to);
		if (this.#dragging || performance.now() < this.#heldUntil) return;
		this.#input.value = String(position);
		this.#describe(position);
	}

	#describe(seconds: number): void {
		const { from, to, behind } = this.#times;
		const part = to > from ? (seconds - from) / (to - from) : 1;
		this.root.style.setProperty('--done', `${Math.min(1, Math.max(0, part)) * 100}%`);
		const spoken =
			behind === undefined
				? `${spokenTime(seconds - from)} of ${spokenTime(to - from)}`
				: `${spokenTime(Math.max(0, to - seconds))} behind live`;
		this.#input.setAttribute('aria-valuetext', spoken);
	}

	#label(seconds: number): string {
		const { from, to, behind } = this.#times;
		return behind === undefined ? formatTime(seconds - from) : `−${formatTime(to - seconds)}`;
	}
}
