import { fitPicture } from '@roomcast/picture/layout/fit';
import type { Rect } from '@roomcast/picture/layout/geometry';
import { Blit, Picture } from '../av/picture.ts';
import { Scaler } from '../av/scaler.ts';
import type { VideoFeed } from '../decode/video-feed.ts';
import { fill, writeRgba, type Yuv } from '../draw/planes.ts';
import { rotate } from '../draw/rotate.ts';
import type { Sprite } from '../draw/sprite.ts';

/** How the newest picture gets into the tile; made again when its size or turn changes. */
interface Path {
	readonly key: string;
	readonly scaled: Picture;
	readonly turned: Picture | undefined;
	/** Not there where the picture is scaled right into the tile. */
	readonly toTile: Blit | undefined;
	readonly rotation: number;
}

/** One tile on the canvas: what stands in it and what lies over it. */
export class TileView {
	readonly rect: Rect;
	readonly source: 'camera' | 'screen';
	readonly #canvas: Picture;
	/** The tile's own picture, without what lies over it: bars, avatar or video. */
	readonly #content: Picture;
	readonly #toCanvas: Blit;
	readonly #scaler = new Scaler();
	#overlay: Sprite | undefined;
	#path: Path | undefined;
	#shownNumber = 0;
	#dirty = true;

	readonly #bars: Yuv;

	/** @param bars colour beside a picture that does not fill the tile */
	constructor(canvas: Picture, rect: Rect, source: 'camera' | 'screen', bars: Yuv) {
		this.#bars = bars;
		this.rect = rect;
		this.source = source;
		this.#canvas = canvas;
		this.#content = new Picture(rect.width, rect.height);
		this.#toCanvas = new Blit(this.#content, { x: 0, y: 0 }, canvas, rect, rect);
	}

	/** Shows a drawing of the tile's size, opaque RGBA, until a picture is taken over again. */
	show(rgba: Uint8ClampedArray): void {
		writeRgba(rgba, this.#content);
		this.#closePath();
		this.#shownNumber = 0;
		this.#dirty = true;
	}

	/** Has the tile painted again, as after the canvas under it was cleared. */
	touch(): void {
		this.#dirty = true;
	}

	set overlay(sprite: Sprite | undefined) {
		this.#overlay = sprite;
		this.#dirty = true;
	}

	/** Takes over the feed's newest picture. */
	async update(feed: VideoFeed): Promise<void> {
		const { picture } = feed;
		if (!picture || picture.number === this.#shownNumber) return;
		const path = this.#pathFor(picture.width, picture.height, picture.rotation);
		await this.#scaler.scale(picture, path.scaled);
		if (path.turned) rotate(path.scaled, path.turned, path.rotation);
		path.toTile?.run();
		this.#shownNumber = picture.number;
		this.#dirty = true;
	}

	/** Puts the tile on the canvas if anything in it has changed. @returns whether it had */
	paint(): boolean {
		if (!this.#dirty) return false;
		this.#dirty = false;
		this.#toCanvas.run();
		this.#overlay?.blend(this.#canvas);
		return true;
	}

	/** Only while no `update` is under way. */
	close(): void {
		this.#closePath();
		this.#content.close();
		this.#scaler.close();
	}

	#pathFor(width: number, height: number, rotation: number): Path {
		const key = `${width}×${height} ${rotation}`;
		if (this.#path?.key === key) return this.#path;
		this.#closePath();
		const sideways = rotation % 180 !== 0;
		const upright = sideways ? { width: height, height: width } : { width, height };
		const fit = fitPicture(upright, this.rect, this.source);
		const lying = sideways ? { width: fit.scaled.height, height: fit.scaled.width } : fit.scaled;
		const whole = fit.crop.width === this.rect.width && fit.crop.height === this.rect.height;
		if (!whole) fill(this.#content, this.#bars);
		if (whole && rotation === 0 && fit.scaled.width === this.rect.width && fit.scaled.height === this.rect.height) {
			this.#path = { key, scaled: this.#content, turned: undefined, toTile: undefined, rotation };
			return this.#path;
		}
		const scaled = new Picture(lying.width, lying.height);
		const turned = rotation === 0 ? undefined : new Picture(fit.scaled.width, fit.scaled.height);
		const toTile = new Blit(turned ?? scaled, fit.crop, this.#content, fit.target, fit.crop);
		this.#path = { key, scaled, turned, toTile, rotation };
		return this.#path;
	}

	#closePath(): void {
		if (this.#path?.scaled !== this.#content) this.#path?.scaled.close();
		this.#path?.turned?.close();
		this.#path = undefined;
	}
}
