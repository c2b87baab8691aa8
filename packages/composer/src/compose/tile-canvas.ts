import type { Canvas } from '@napi-rs/canvas';
import type { PictureConfig } from '@roomcast/picture/config';
import type { Size } from '@roomcast/picture/layout/geometry';
import type { Tile } from '@roomcast/picture/layout/layout';
import { RECORDING_THEMES, type RecordingTheme } from '@roomcast/picture/theme/recording';
import { Picture } from '../av/picture.ts';
import type { VideoFeed } from '../decode/video-feed.ts';
import { drawAvatarTile } from '../draw/avatar-tile.ts';
import { drawBackground } from '../draw/background.ts';
import { writeRgba, yuv } from '../draw/planes.ts';
import { Sprite } from '../draw/sprite.ts';
import { drawTileOverlay, type OverlayContent } from '../draw/tile-overlay.ts';
import { TileView } from './tile-view.ts';

/** One tile of a scene: its participant, track and overlays. */
export interface SceneTile extends Tile {
	readonly overlay: OverlayContent;
	/** The track to show; none shows the avatar. */
	readonly feed: VideoFeed | undefined;
}

interface Placed {
	readonly view: TileView;
	readonly sprites: Map<string, Sprite>;
	tile: SceneTile;
	overlayKey: string;
	/** What is shown: a picture, or the avatar of which name. */
	shows: string;
}

/** Drawings kept per tile: speaking and not, muted and not. */
const MAX_SPRITES = 4;

/** The canvas with its tiles. Nothing is drawn twice that has not changed. */
export class TileCanvas {
	readonly picture: Picture;
	readonly #theme: RecordingTheme;
	readonly #bare: boolean;
	readonly #background: Canvas;
	readonly #ground: Picture;
	#placed = new Map<string, Placed>();

	/** @param bare no corners, plates, rings and avatars */
	constructor(size: Size, theme: PictureConfig['theme'], bare: boolean) {
		this.#theme = RECORDING_THEMES[theme];
		this.#bare = bare;
		this.#background = drawBackground(size, this.#theme);
		this.picture = new Picture(size.width, size.height);
		this.#ground = new Picture(size.width, size.height);
		const black = { data: new Uint8ClampedArray(size.width * size.height * 4) };
		writeRgba(
			(bare ? black : this.#background.getContext('2d').getImageData(0, 0, size.width, size.height)).data,
			this.#ground,
		);
		this.#clear();
	}

	/** Takes over where everyone is now. Tiles that keep their place keep their picture. */
	arrange(tiles: readonly SceneTile[]): void {
		const next = new Map<string, Placed>();
		let moved = tiles.length !== this.#placed.size;
		for (const tile of tiles) {
			const key = `${tile.source} ${tile.participantId} ${JSON.stringify(tile.rect)}`;
			const known = this.#placed.get(key);
			if (!known) moved = true;
			const placed = known ?? this.#place(tile);
			placed.tile = tile;
			next.set(key, placed);
			this.#placed.delete(key);
		}
		for (const { view } of this.#placed.values()) view.close();
		this.#placed = next;
		for (const placed of next.values()) this.#decorate(placed);
		if (!moved) return;
		this.#clear();
		for (const { view } of next.values()) view.touch();
	}

	/** Decodes and scales what is due, all tiles beside each other. @param timeMs local monotonic */
	async prepare(timeMs: number): Promise<void> {
		await Promise.all(
			[...this.#placed.values()].map(async (placed) => {
				const { feed } = placed.tile;
				if (!feed) return;
				await feed.advance(timeMs);
				if (!feed.picture) return;
				await placed.view.update(feed);
				placed.shows = 'picture';
			}),
		);
	}

	/** Puts changed tiles on the canvas. Not while the canvas is being encoded. */
	paint(): void {
		for (const { view } of this.#placed.values()) view.paint();
	}

	/** Only while no `prepare` is under way and the canvas is not being encoded. */
	close(): void {
		for (const { view } of this.#placed.values()) view.close();
		this.#placed.clear();
		this.#ground.close();
		this.picture.close();
	}

	#place(tile: SceneTile): Placed {
		const bars = this.#bare ? yuv(0, 0, 0) : yuv(...parseHex(this.#theme.tile[1]));
		const view = new TileView(this.picture, tile.rect, tile.source, bars);
		return { view, sprites: new Map(), tile, overlayKey: '', shows: '' };
	}

	#decorate(placed: Placed): void {
		const { tile, view } = placed;
		const { overlay, rect, feed } = tile;
		const avatar = `avatar ${overlay.name}`;
		// A track that has sent nothing yet is not there yet; one that has keeps its last picture.
		const keepsPicture = feed !== undefined && placed.shows === 'picture';
		if (!keepsPicture && placed.shows !== avatar) {
			placed.shows = avatar;
			view.show(this.#standIn(tile));
		}
		if (this.#bare) return;
		const key = JSON.stringify(overlay);
		if (placed.overlayKey === key) return;
		placed.overlayKey = key;
		let sprite = placed.sprites.get(key);
		if (!sprite) {
			if (placed.sprites.size >= MAX_SPRITES) placed.sprites.clear();
			sprite = new Sprite(drawTileOverlay(rect, overlay, this.#theme, this.#background), rect, rect, this.picture);
			placed.sprites.set(key, sprite);
		}
		view.overlay = sprite;
	}

	#standIn({ rect, participantId, overlay }: SceneTile): Uint8ClampedArray {
		if (this.#bare) return new Uint8ClampedArray(rect.width * rect.height * 4);
		return drawAvatarTile(rect, { id: participantId, name: overlay.name }, this.#theme);
	}

	#clear(): void {
		this.picture.y.set(this.#ground.y);
		this.picture.u.set(this.#ground.u);
		this.picture.v.set(this.#ground.v);
	}
}

function parseHex(color: string): [number, number, number] {
	const value = Number.parseInt(color.slice(1), 16);
	return [value >> 16, (value >> 8) & 255, value & 255];
}
