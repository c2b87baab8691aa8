import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { renderMasterPlaylist } from '@roomcast/contract/hls/master-playlist';
import { renderMediaPlaylist } from '@roomcast/contract/hls/media-playlist';
import type { HlsStream } from './HlsStream.ts';

/** Segments that `live.m3u8` goes back: a player that is late may be behind the newest by half of them. */
const WINDOW = 10;
const compress = promisify(gzip);

/** Which media playlist: everything there is, or the last seconds. */
export type HlsView = 'dvr' | 'live';

/** A playlist as it is sent. */
export interface RenderedPlaylist {
	readonly text: string;
	/** Made when first asked for. */
	gzip(): Promise<Buffer>;
}

/** @param text of the playlist */
export function renderedPlaylist(text: string): RenderedPlaylist {
	let compressed: Promise<Buffer> | undefined;
	return {
		text,
		gzip: () => {
			compressed ??= compress(text, { level: 5 });
			return compressed;
		},
	};
}

/** Multivariant playlists by what they lead to. */
export const MASTERS: ReadonlyMap<string, HlsView> = new Map([
	['index.m3u8', 'dvr'],
	['live.m3u8', 'live'],
]);
/** Media playlists by their names. */
export const MEDIA_PLAYLISTS: ReadonlyMap<string, HlsView> = new Map([
	['stream.m3u8', 'dvr'],
	['stream-live.m3u8', 'live'],
]);

/** The playlists of a stream: each version is rendered once, however many players ask for it. */
export class HlsPlaylists {
	readonly #stream: HlsStream;
	#version = -1;
	readonly #rendered = new Map<string, RenderedPlaylist>();

	constructor(stream: HlsStream) {
		this.#stream = stream;
	}

	/**
	 * The playlist that a player begins with; undefined before the first moment.
	 *
	 * @param view which media playlist it leads to
	 */
	master(view: HlsView): RenderedPlaylist | undefined {
		const { info, timeline, mediaBytes } = this.#stream;
		if (info === undefined) return undefined;
		return this.#once(`master ${view}`, () => {
			const { codecs, bandwidth, width, height, frameRate } = info;
			const uri = [...MEDIA_PLAYLISTS].find(([, of]) => of === view)?.[0] ?? '';
			const seconds = timeline.durationMs / 1000;
			const average = seconds > 0 ? { averageBandwidth: Math.min(bandwidth, (mediaBytes * 8) / seconds) } : {};
			return renderMasterPlaylist([
				{
					uri,
					codecs,
					bandwidth,
					...average,
					...(width === undefined || height === undefined ? {} : { width, height }),
					...(frameRate === undefined ? {} : { frameRate }),
				},
			]);
		});
	}

	/** @param skip answer to `_HLS_skip` */
	media(view: HlsView, skip: boolean): RenderedPlaylist | undefined {
		const { info, timeline } = this.#stream;
		if (info === undefined) return undefined;
		return this.#once(`${view} ${skip}`, () =>
			renderMediaPlaylist(timeline, {
				targetDurationSeconds: info.targetDurationSeconds,
				partTargetMs: info.partTargetMs,
				skip,
				...(view === 'live' ? { window: WINDOW } : {}),
			}),
		);
	}

	#once(name: string, render: () => string): RenderedPlaylist {
		if (this.#version !== this.#stream.version) this.#rendered.clear();
		this.#version = this.#stream.version;
		const known = this.#rendered.get(name);
		if (known !== undefined) return known;
		const rendered = renderedPlaylist(render());
		this.#rendered.set(name, rendered);
		return rendered;
	}
}
