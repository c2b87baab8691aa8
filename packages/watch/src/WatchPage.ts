import { PlayerView } from './player/PlayerView.ts';
import { endedScreen, startingScreen, unknownScreen, unreachableScreen, waitingScreen } from './screens/screens.ts';
import { serverUrl } from './serverUrl.ts';
import type { Address } from './state/Address.ts';
import { type StreamState, StreamWatch } from './state/StreamWatch.ts';
import { element } from './ui/element.ts';
import { icon, logo } from './ui/icons.ts';

/** ms for which the button says that the link was copied. */
const COPIED = 2000;
/** ms before a stream that was lost is looked for again. */
const RETRY = 1000;

/** The page: what is shown follows how the stream stands. */
export class WatchPage {
	readonly root: HTMLElement;
	readonly #frame = element('div', { class: 'frame' });
	#watch: StreamWatch | undefined;
	#player: PlayerView | undefined;
	readonly #address: Address | undefined;
	/** The stream that was played last. */
	#played: string | undefined;
	#state: StreamState | undefined;

	constructor(address: Address | undefined) {
		const copy = element(
			'button',
			{ type: 'button', class: 'quiet', 'data-testid': 'copy-link' },
			icon('link'),
			'Copy link',
		);
		copy.addEventListener('click', () => void copyLink(copy));
		this.root = element(
			'div',
			{ class: 'page' },
			element('header', {}, element('div', { class: 'brand' }, logo(), 'Roomcast'), copy),
			element('main', {}, this.#frame),
		);
		this.#address = address;
		if (address === undefined) this.#show(unknownScreen());
		else this.#follow(address);
	}

	#follow(address: Address): void {
		this.#watch?.stop();
		this.#watch = new StreamWatch(address, (state) => this.#changed(state));
		this.#watch.start();
	}

	#changed(state: StreamState): void {
		// One that is over stays on the screen until the room has another.
		const over = document.body.dataset.state === 'ended';
		if (over && (state.state !== 'live' || state.id === this.#played)) return;
		this.#state = state;
		if (state.state !== 'live') document.body.dataset.state = state.state;
		switch (state.state) {
			case 'live':
				this.#play(state.id, true);
				return;
			case 'ended':
				this.#watch?.stop();
				this.#over(state.id, state.seconds);
				return;
			case 'waiting':
				this.#show(waitingScreen());
				return;
			case 'starting':
				this.#show(startingScreen());
				return;
			case 'unknown':
				// A stream of the room that was deleted: another may come.
				if (this.#address?.kind === 'room') this.#follow(this.#address);
				else this.#show(unknownScreen());
				return;
			case 'unreachable':
				this.#show(unreachableScreen());
		}
	}

	/** While it plays the player knows how it stands. */
	#play(id: string, live: boolean): void {
		this.#watch?.stop();
		this.#player?.close();
		this.#played = id;
		document.body.dataset.state = live ? 'live' : 'replay';
		const player = new PlayerView(new URL(`hls/${id}/index.m3u8`, serverUrl()).href, live, {
			onEnded: (seconds) => this.#over(id, seconds),
			onLost: () => {
				if (this.#player !== player) return;
				this.#show(unreachableScreen());
				document.body.dataset.state = 'unreachable';
				// The room may have forgotten it already: how it stands the stream itself says.
				setTimeout(() => this.#follow({ kind: 'stream', id }), RETRY);
			},
		});
		this.#player = player;
		document.title = live ? 'Live · Roomcast' : 'Replay · Roomcast';
		this.#frame.replaceChildren(player.root);
		player.root.focus({ preventScroll: true });
	}

	#over(id: string, seconds: number): void {
		document.title = 'Over · Roomcast';
		document.body.dataset.state = 'ended';
		this.#show(endedScreen(seconds, () => this.#play(id, false)));
		if (this.#address?.kind === 'room') this.#follow(this.#address);
	}

	#show(screen: HTMLElement): void {
		this.#player?.close();
		this.#player = undefined;
		this.#frame.replaceChildren(screen);
		// Focus goes to the news, so that a screen reader tells it.
		if (this.#state !== undefined) screen.querySelector('h1')?.focus({ preventScroll: true });
	}
}

async function copyLink(button: HTMLButtonElement): Promise<void> {
	const label = button.lastChild;
	if (label === null) return;
	const copied = await navigator.clipboard.writeText(window.location.href).then(
		() => true,
		() => false,
	);
	label.textContent = copied ? 'Copied' : 'Not allowed here';
	setTimeout(() => {
		label.textContent = 'Copy link';
	}, COPIED);
}
