import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { HlsInitEvent, HlsPartEvent, HlsSegmentEvent } from '@roomcast/contract/composer/events';
import { type MediaPlaylistOptions, renderMediaPlaylist } from '@roomcast/contract/hls/media-playlist';
import { HlsTimeline } from '@roomcast/contract/hls/timeline';
import type { ComposerProcess } from '@roomcast/testing/media/ComposerProcess';

/** Does with the events of one HLS sink what a server does: the playlists after each of them. */
export class HlsListener {
	readonly timeline = new HlsTimeline();
	readonly inits: HlsInitEvent[] = [];
	readonly parts: HlsPartEvent[] = [];
	readonly segments: HlsSegmentEvent[] = [];
	/** Every version of the two playlists. */
	readonly whole: string[] = [];
	readonly window: string[] = [];

	/** Takes over what a composer has told of the sink. */
	take(composer: ComposerProcess, sinkId: string): void {
		for (const event of composer.events) {
			if (event.type === 'hls-init' && event.sinkId === sinkId) {
				this.inits.push(event);
				this.timeline.apply(event);
			} else if ((event.type === 'hls-part' || event.type === 'hls-segment') && event.sinkId === sinkId) {
				if (event.type === 'hls-part') this.parts.push(event);
				else this.segments.push(event);
				this.timeline.apply(event);
				this.render();
			}
		}
	}

	/** The composer was killed: what the parts of its last segment hold is a segment. */
	async finishOpen(folder: string): Promise<void> {
		const { open } = this.timeline;
		if (!open) return;
		const parts = await Promise.all(open.parts.map(({ uri }) => readFile(join(folder, uri))));
		const uri = `seg-${open.number}.m4s`;
		await writeFile(join(folder, uri), Buffer.concat(parts));
		this.timeline.finishOpen(uri);
	}

	end(): void {
		this.timeline.end();
		this.render();
	}

	render(): void {
		this.whole.push(renderMediaPlaylist(this.timeline, this.#options));
		this.window.push(renderMediaPlaylist(this.timeline, { ...this.#options, window: 3 }));
	}

	get #options(): MediaPlaylistOptions {
		const init = this.inits.at(-1);
		return {
			targetDurationSeconds: init?.targetDurationSeconds ?? 0,
			...(init ? { partTargetMs: init.partTargetMs } : {}),
		};
	}
}
