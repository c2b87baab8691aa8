import { element } from '../ui/element.ts';
import { formatTime, spokenTime } from '../ui/formatTime.ts';
import { type IconName, icon } from '../ui/icons.ts';
import { DvrBar } from './DvrBar.ts';
import { Playback } from './Playback.ts';
import { QualityMenu } from './QualityMenu.ts';
import { shortcut } from './shortcuts.ts';

export interface PlayerViewEvents {
	/** It is over, and was watched to its end. */
	onEnded(seconds: number): void;
	/** It cannot be played any more, perhaps for a moment. */
	onLost(): void;
}

/** ms without a movement until the controls go. */
const HIDE_AFTER = 3000;
/** ms between two looks at where the picture is. */
const TICK = 250;

/** The picture with its controls. */
export class PlayerView {
	readonly root: HTMLElement;
	readonly #video: HTMLVideoElement;
	readonly #events: PlayerViewEvents;
	readonly #bar: DvrBar;
	readonly #quality: QualityMenu;
	readonly #badge: HTMLButtonElement;
	readonly #time: HTMLElement;
	readonly #play: HTMLButtonElement;
	readonly #mute: HTMLButtonElement;
	readonly #volume: HTMLInputElement;
	readonly #full: HTMLButtonElement;
	readonly #unmute: HTMLButtonElement;
	readonly #timer: number;
	readonly #ended = new AbortController();
	#playback: Playback | undefined;
	#hideTimer: number | undefined;

	/** @param live whether the stream runs: else it is played from its start */
	constructor(url: string, live: boolean, events: PlayerViewEvents) {
		this.#events = events;
		this.#video = element('video', { playsinline: true, autoplay: true, 'data-testid': 'video' });
		this.#bar = new DvrBar((seconds) => this.#playback?.seek(seconds));
		this.#quality = new QualityMenu(() => this.#playback);
		this.#play = control('play', 'Play', 'play', () => this.#togglePlay());
		this.#mute = control('loud', 'Mute', 'mute', () => this.#toggleMute());
		this.#volume = element('input', {
			type: 'range',
			class: 'volume',
			min: 0,
			max: 1,
			step: 0.05,
			value: 1,
			'aria-label': 'Volume',
		});
		this.#full = control('full', 'Full screen', 'fullscreen', () => void this.#toggleFull());
		this.#badge = element('button', { type: 'button', class: 'badge', 'data-testid': 'live-badge' });
		this.#time = element('span', { class: 'time', 'data-testid': 'behind' });
		this.#unmute = element(
			'button',
			{ type: 'button', class: 'unmute', hidden: true, 'data-testid': 'unmute' },
			icon('mute'),
			'Tap for sound',
		);
		const pictureInPicture = control('window', 'Picture in picture', 'pip', () => void this.#togglePictureInPicture());
		pictureInPicture.hidden = !document.pictureInPictureEnabled;
		this.root = element(
			'section',
			{ class: 'player', 'aria-label': 'Stream', tabindex: -1, 'data-testid': 'player' },
			element('h1', { class: 'visually-hidden' }, live ? 'Live stream' : 'Replay of the stream'),
			this.#video,
			element('div', { class: 'busy', 'aria-hidden': 'true' }),
			this.#unmute,
			element(
				'div',
				{ class: 'controls' },
				this.#bar.root,
				element(
					'div',
					{ class: 'row' },
					this.#play,
					element('div', { class: 'sound' }, this.#mute, this.#volume),
					this.#badge,
					this.#time,
					element('span', { class: 'gap' }),
					this.#quality.root,
					pictureInPicture,
					this.#full,
				),
			),
		);
		this.#listen();
		this.#timer = window.setInterval(() => this.#tick(), TICK);
		void this.#open(url, live);
	}

	close(): void {
		clearInterval(this.#timer);
		clearTimeout(this.#hideTimer);
		this.#ended.abort();
		this.#playback?.close();
		this.root.remove();
	}

	async #open(url: string, live: boolean): Promise<void> {
		const playback = await Playback.open(this.#video, url, live, {
			onReady: () => void this.#start(),
			onLiveEnded: () => this.#tick(),
			onLost: () => this.#events.onLost(),
			onQualities: () => this.#quality.refresh(),
		});
		this.#playback = playback;
		if (this.#ended.signal.aborted) playback.close();
	}

	/** With sound where the browser lets a page do that, else without until somebody touches it. */
	async #start(): Promise<void> {
		try {
			await this.#video.play();
		} catch {
			this.#video.muted = true;
			this.#unmute.hidden = false;
			await this.#video.play().catch(() => {});
		}
	}

	#listen(): void {
		const { signal } = this.#ended;
		const on = (target: EventTarget, names: string, listener: (event: Event) => void) => {
			for (const name of names.split(' ')) target.addEventListener(name, listener, { signal });
		};
		on(this.#video, 'play pause playing', () => this.#showPlay());
		on(this.#video, 'volumechange', () => this.#showVolume());
		on(this.#video, 'waiting', () => this.root.classList.add('waits'));
		on(this.#video, 'playing seeked pause', () => this.root.classList.remove('waits'));
		on(this.#video, 'resize', () => this.#quality.refresh());
		on(this.#video, 'click', () => this.#togglePlay());
		on(this.#video, 'ended', () => this.#events.onEnded(this.#playback?.times.to ?? this.#video.duration));
		on(this.#volume, 'input', () => {
			this.#video.volume = Number(this.#volume.value);
			this.#video.muted = this.#video.volume === 0;
		});
		on(this.#unmute, 'click', () => this.#toggleMute());
		on(this.#badge, 'click', () => this.#playback?.goLive());
		on(document, 'fullscreenchange', () => this.#showFull());
		on(this.root, 'pointermove pointerdown focusin keydown', () => this.#showControls());
		// Only while the focus is in the player, where it begins: letters elsewhere are nobody's (WCAG 2.2, 2.1.4).
		on(this.root, 'keydown', (event) => this.#key(event as KeyboardEvent));
		this.#showControls();
		this.#showVolume();
	}

	#tick(): void {
		const playback = this.#playback;
		if (playback === undefined) return;
		const { times, atLive, live } = playback;
		const { position, from, to, behind } = times;
		this.#bar.show(atLive ? { ...times, position: times.to } : times);
		this.root.dataset.live = live ? (atLive ? 'now' : 'late') : 'over';
		this.#badge.hidden = !live;
		if (!live) {
			set(this.#time, `${formatTime(position - from)} / ${formatTime(to - from)}`);
			return;
		}
		set(this.#badge, atLive ? 'Live' : 'Go live');
		// Not `disabled`, which would take the focus from the person who has just pressed it.
		this.#badge.setAttribute('aria-disabled', String(atLive));
		this.#badge.title = atLive ? 'You are watching live' : 'Jump to live (L)';
		const seconds = Math.round(behind ?? 0);
		set(this.#time, atLive ? `${seconds} s behind live` : `−${formatTime(seconds)}`);
		this.#time.title = `${spokenTime(seconds)} behind live`;
	}

	#togglePlay(): void {
		if (this.#video.paused) void this.#video.play().catch(() => {});
		else this.#video.pause();
	}

	#toggleMute(): void {
		this.#video.muted = !this.#video.muted;
		if (!this.#video.muted && this.#video.volume === 0) this.#video.volume = 0.5;
	}

	async #toggleFull(): Promise<void> {
		// Telephones of Apple know it for the video alone.
		const video = this.#video as HTMLVideoElement & { webkitEnterFullscreen?(): void };
		if (document.fullscreenElement !== null) await document.exitFullscreen();
		else if (this.root.requestFullscreen === undefined) video.webkitEnterFullscreen?.();
		else await this.root.requestFullscreen().catch(() => {});
	}

	async #togglePictureInPicture(): Promise<void> {
		if (document.pictureInPictureElement !== null) await document.exitPictureInPicture();
		else await this.#video.requestPictureInPicture().catch(() => {});
	}

	#key(event: KeyboardEvent): void {
		const action = shortcut(event);
		if (action === undefined) return;
		event.preventDefault();
		this.#showControls();
		const times = this.#playback?.times;
		if (action === 'play') this.#togglePlay();
		else if (action === 'mute') this.#toggleMute();
		else if (action === 'full') void this.#toggleFull();
		else if (action === 'live') this.#playback?.goLive();
		else if ('step' in action && times) this.#playback?.seek(times.position + action.step);
		else if ('volume' in action) this.#video.volume = Math.min(1, Math.max(0, this.#video.volume + action.volume));
	}

	#showPlay(): void {
		const { paused } = this.#video;
		name(this.#play, paused ? 'Play' : 'Pause', paused ? 'play' : 'pause');
		this.#showControls();
	}

	#showVolume(): void {
		const silent = this.#video.muted || this.#video.volume === 0;
		name(this.#mute, silent ? 'Unmute' : 'Mute', silent ? 'mute' : 'loud');
		this.#volume.value = String(silent ? 0 : this.#video.volume);
		this.#volume.style.setProperty('--done', `${Number(this.#volume.value) * 100}%`);
		if (silent || this.#unmute.hidden) return;
		if (document.activeElement === this.#unmute) this.root.focus({ preventScroll: true });
		this.#unmute.hidden = true;
	}

	#showFull(): void {
		const full = document.fullscreenElement === this.root;
		name(this.#full, full ? 'Leave full screen' : 'Full screen', full ? 'small' : 'full');
	}

	/** They go while nothing moves, unless it is paused or somebody uses them. */
	#showControls(): void {
		this.root.classList.remove('idle');
		clearTimeout(this.#hideTimer);
		this.#hideTimer = window.setTimeout(() => {
			const used = this.#quality.open || this.root.querySelector('.controls :focus-visible') !== null;
			if (!this.#video.paused && !used) this.root.classList.add('idle');
		}, HIDE_AFTER);
	}
}

function control(picture: IconName, label: string, id: string, press: () => void): HTMLButtonElement {
	const button = element('button', { type: 'button', class: 'control', 'data-testid': id });
	name(button, label, picture);
	button.addEventListener('click', press);
	return button;
}

function name(button: HTMLButtonElement, label: string, picture: IconName): void {
	if (button.title === label) return;
	button.title = label;
	button.setAttribute('aria-label', label);
	button.replaceChildren(icon(picture));
}

/** Text that has not changed is left alone: screen readers would say it again. */
function set(target: HTMLElement, text: string): void {
	if (target.textContent !== text) target.textContent = text;
}
