import { element } from '../ui/element.ts';
import { icon } from '../ui/icons.ts';
import type { Playback } from './Playback.ts';

/** Which picture size is shown, and the choice where there is one. */
export class QualityMenu {
	readonly root: HTMLElement;
	readonly #button: HTMLButtonElement;
	readonly #list: HTMLElement;
	readonly #playback: () => Playback | undefined;

	constructor(playback: () => Playback | undefined) {
		this.#playback = playback;
		this.#button = element(
			'button',
			{ type: 'button', class: 'control', 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'data-testid': 'quality' },
			icon('gear'),
		);
		this.#list = element('div', { class: 'menu', role: 'menu', 'aria-label': 'Quality', hidden: true });
		this.root = element('div', { class: 'menu-place' }, this.#list, this.#button);
		this.#button.addEventListener('click', () => this.#toggle(!this.open));
		this.root.addEventListener('keydown', (event) => this.#key(event));
		this.root.addEventListener('focusout', (event) => {
			if (!this.root.contains(event.relatedTarget as Node | null)) this.#toggle(false, false);
		});
		this.refresh();
	}

	/** Whether it hangs over the picture. */
	get open(): boolean {
		return !this.#list.hidden;
	}

	/** Something about the qualities has changed. */
	refresh(): void {
		const playback = this.#playback();
		const shown = playback?.shownQuality;
		this.#button.setAttribute('aria-label', shown === undefined ? 'Quality' : `Quality, ${shown}`);
		this.#button.title = shown === undefined ? 'Quality' : `Quality: ${shown}`;
		if (!this.open) this.#fill();
	}

	#fill(): void {
		const playback = this.#playback();
		const chosen = playback?.chosenLevel ?? -1;
		const all = [...(playback?.qualities ?? [])].reverse();
		const shown = playback?.shownQuality;
		const items = [
			{ level: -1, name: shown === undefined ? 'Auto' : `Auto · ${shown}` },
			...(all.length > 1 ? all : []),
		];
		this.#list.replaceChildren(
			...items.map(({ level, name }) => {
				const checked = level === chosen || items.length === 1;
				const item = element(
					'button',
					{ type: 'button', role: 'menuitemradio', tabindex: -1, 'aria-checked': String(checked) },
					icon('check'),
					name,
				);
				item.addEventListener('click', () => {
					playback?.choose(level);
					this.#toggle(false);
				});
				return item;
			}),
		);
	}

	#toggle(open: boolean, focus = true): void {
		if (open === this.open) return;
		if (open) this.#fill();
		this.#list.hidden = !open;
		this.#button.setAttribute('aria-expanded', String(open));
		if (!focus) return;
		if (open) (this.#list.querySelector('[aria-checked=true]') as HTMLElement | null)?.focus();
		else this.#button.focus();
	}

	#key(event: KeyboardEvent): void {
		if (!this.open) return;
		const items = [...this.#list.querySelectorAll<HTMLElement>('[role=menuitemradio]')];
		const at = items.indexOf(document.activeElement as HTMLElement);
		const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
		if (event.key === 'Escape') this.#toggle(false);
		else if (step !== undefined) items.at((at + step + items.length) % items.length)?.focus();
		else return;
		event.preventDefault();
		event.stopPropagation();
	}
}
