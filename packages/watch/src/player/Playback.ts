import type Hls from 'hls.js/light';

/** Where a player is in a stream, in seconds of its time line. */
export interface PlaybackTimes {
	readonly position: number;
	/** What can be gone to. */
	readonly from: number;
	readonly to: number;
	/** How far what is shown is behind what is being streamed; undefined when the stream is over. */
	readonly behind: number | undefined;
}

/** A picture size that can be chosen; -1 leaves it to the player. */
export interface Quality {
	readonly level: number;
	readonly name: string;
}

export interface PlaybackEvents {
	/** Something can be played. */
	onReady(): void;
	/** The stream is over. */
	onLiveEnded(): void;
	/** It cannot continue on its own. */
	onLost(): void;
	onQualities(): void;
}

/** Behind the live edge by no more than this is live, in seconds: the player itself keeps less. */
const LIVE_WITHIN = 8;
/** Where a jump to live goes when the player does not say better, in seconds before the end. */
const BEFORE_END = 3;

/**
 * Plays a stream in a `<video>`: with hls.js, or with what Safari has of its own.
 */
export class Playback {
	readonly #video: HTMLVideoElement;
	readonly #events: PlaybackEvents;
	#hls: Hls | undefined;
	#live = true;
	#closed = false;

	private constructor(video: HTMLVideoElement, events: PlaybackEvents) {
		this.#video = video;
		this.#events = events;
	}

	/**
	 * Begin with a stream.
	 *
	 * @param live whether it runs: at its end then, else at its start
	 */
	static async open(video: HTMLVideoElement, url: string, live: boolean, events: PlaybackEvents): Promise<Playback> {
		const playback = new Playback(video, events);
		playback.#live = live;
		if (isSafari(video)) playback.#native(url);
		else await playback.#hlsJs(url);
		return playback;
	}

	/** Whether the stream runs. */
	get live(): boolean {
		return this.#live;
	}

	get times(): PlaybackTimes {
		const { seekable, currentTime: position } = this.#video;
		const range = seekable.length > 0;
		const from = range ? seekable.start(0) : 0;
		const edge = this.#hls?.latestLevelDetails?.edge;
		const to = Math.max(range ? seekable.end(seekable.length - 1) : 0, edge ?? 0);
		return { position, from, to, behind: this.#live ? Math.max(0, this.#hls?.latency || to - position) : undefined };
	}

	/** Whether what is shown is what happens. */
	get atLive(): boolean {
		const { behind } = this.times;
		return behind !== undefined && behind <= LIVE_WITHIN;
	}

	get qualities(): readonly Quality[] {
		const levels = this.#hls?.levels ?? [];
		return levels.map(({ height, bitrate }, level) => ({
			level,
			name: height > 0 ? `${height}p` : `${Math.round(bitrate / 1000)} kbit/s`,
		}));
	}

	/** The level that was chosen, -1 when none was. */
	get chosenLevel(): number {
		const hls = this.#hls;
		return hls === undefined || hls.autoLevelEnabled ? -1 : hls.nextLevel;
	}

	/** What is shown now. */
	get shownQuality(): string | undefined {
		const shown = this.qualities.find(({ level }) => level === this.#hls?.currentLevel);
		return shown?.name ?? (this.#video.videoHeight > 0 ? `${this.#video.videoHeight}p` : undefined);
	}

	choose(level: number): void {
		if (this.#hls !== undefined) this.#hls.nextLevel = level;
	}

	/** @param seconds of the time line */
	seek(seconds: number): void {
		const { from, to } = this.times;
		this.#video.currentTime = Math.min(Math.max(from, seconds), this.#live ? to - 1 : to);
	}

	/** To what happens now, and on from there. */
	goLive(): void {
		if (!this.#live) return;
		this.#video.currentTime = this.#hls?.liveSyncPosition ?? this.times.to - BEFORE_END;
		void this.#video.play().catch(() => {});
	}

	close(): void {
		this.#closed = true;
		this.#hls?.destroy();
		this.#video.removeAttribute('src');
		this.#video.load();
	}

	#native(url: string): void {
		this.#video.addEventListener(
			'loadedmetadata',
			() => {
				if (this.#live) this.goLive();
				this.#events.onReady();
			},
			{ once: true },
		);
		this.#video.addEventListener('error', () => {
			if (!this.#closed) this.#events.onLost();
		});
		// Its length is known once it is over.
		this.#video.addEventListener('durationchange', () => {
			if (Number.isFinite(this.#video.duration)) this.#over();
		});
		this.#video.src = url;
	}

	async #hlsJs(url: string): Promise<void> {
		const { default: Player } = await import('hls.js/light');
		if (this.#closed) return;
		const hls = new Player({
			lowLatencyMode: true,
			// A little faster while it is late, so that viewers stay together.
			maxLiveSyncPlaybackRate: 1.1,
			backBufferLength: 30,
			startPosition: this.#live ? -1 : 0,
		});
		this.#hls = hls;
		let recovered = 0;
		hls.on(Player.Events.LEVEL_LOADED, (_event, { details }) => {
			if (!details.live) this.#over();
		});
		hls.on(Player.Events.MANIFEST_PARSED, () => {
			this.#events.onReady();
			this.#events.onQualities();
		});
		hls.on(Player.Events.LEVEL_SWITCHED, () => this.#events.onQualities());
		hls.on(Player.Events.ERROR, (_event, { fatal, type }) => {
			if (!fatal) return;
			if (type === Player.ErrorTypes.MEDIA_ERROR && recovered++ < 3) hls.recoverMediaError();
			else this.#events.onLost();
		});
		hls.loadSource(url);
		hls.attachMedia(this.#video);
	}

	#over(): void {
		if (!this.#live) return;
		this.#live = false;
		this.#events.onLiveEnded();
	}
}

/** Safari plays HLS best on its own; others say that they can, and know no low latency. */
function isSafari(video: HTMLVideoElement): boolean {
	return navigator.vendor.startsWith('Apple') && video.canPlayType('application/vnd.apple.mpegurl') !== '';
}
