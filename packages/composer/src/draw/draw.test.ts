import { createCanvas } from '@napi-rs/canvas';
import { personColours } from '@roomcast/picture/people/colours';
import { RECORDING_THEMES as THEMES } from '@roomcast/picture/theme/recording';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawAvatarTile } from './avatar-tile.ts';
import { drawBackground } from './background.ts';
import { allocatePlanes, fill, writeRgba, yuv } from './planes.ts';
import { rotate } from './rotate.ts';
import { Sprite } from './sprite.ts';
import { ellipsize, font } from './text.ts';
import { drawTileOverlay } from './tile-overlay.ts';

const alphaAt = (rgba: Uint8ClampedArray, width: number, x: number, y: number) => rgba[(y * width + x) * 4 + 3] ?? 0;

describe('colours', () => {
	test('the corners of BT.601 limited range', () => {
		expect(yuv(0, 0, 0)).toEqual([16, 128, 128]);
		expect(yuv(255, 255, 255)).toEqual([235, 128, 128]);
		expect(yuv(255, 0, 0)).toEqual([81, 90, 240]);
		expect(yuv(0, 0, 255)).toEqual([41, 240, 110]);
	});

	test('an RGBA picture becomes planes', () => {
		const planes = allocatePlanes(4, 2);
		const rgba = Uint8ClampedArray.from({ length: 4 * 2 * 4 }, (_, i) => [255, 0, 0, 255][i % 4] ?? 0);
		writeRgba(rgba, planes);
		expect([...planes.y]).toEqual(Array(8).fill(81));
		expect([...planes.u, ...planes.v]).toEqual([90, 90, 240, 240]);
	});
});

describe('sprites', () => {
	test('opaque pixels replace, half-transparent ones mix, transparent ones leave everything as it was', () => {
		fc.assert(
			fc.property(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 3 }), (alpha, place) => {
				const canvas = allocatePlanes(16, 16);
				fill(canvas, yuv(0, 0, 0));
				const rgba = Uint8ClampedArray.from({ length: 4 * 4 * 4 }, (_, i) => [255, 255, 255, alpha][i % 4] ?? 0);
				const at = { x: place * 4, y: place * 2 };
				new Sprite(rgba, { width: 4, height: 4 }, at, canvas).blend(canvas);
				const wanted = 16 + ((235 - 16) * alpha) / 255;
				for (let y = 0; y < 16; y++) {
					for (let x = 0; x < 16; x++) {
						const inside = x >= at.x && x < at.x + 4 && y >= at.y && y < at.y + 4;
						expect(Math.abs((canvas.y[y * 16 + x] ?? 0) - (inside ? wanted : 16))).toBeLessThanOrEqual(1);
					}
				}
				expect(canvas.u.every((value) => Math.abs(value - 128) <= 1)).toBe(true);
			}),
		);
	});
});

describe('names', () => {
	test('a long name is cut to its room, between whole characters', () => {
		const context = createCanvas(10, 10).getContext('2d');
		context.font = font(16);
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 20, max: 300 }), (name, width) => {
				const shown = ellipsize(context, name, width);
				expect(shown === name || shown === '' || context.measureText(shown).width <= width).toBe(true);
				if (shown !== name && shown !== '') expect(name.startsWith(shown.slice(0, -1))).toBe(true);
			}),
		);
	});
});

describe('a tile', () => {
	const rect = { x: 10, y: 10, width: 320, height: 180 };
	const background = drawBackground({ width: 640, height: 360 }, THEMES.DARK);
	const content = { name: 'Ann', muted: false, speaking: false, source: 'camera' as const };
	const overlay = (more: Partial<typeof content> & { source?: 'camera' | 'screen' } = {}) =>
		drawTileOverlay(rect, { ...content, ...more }, THEMES.DARK, background);
	/** Visible pixels in the plate's corner of the tile. */
	const plate = (rgba: Uint8ClampedArray) => {
		let count = 0;
		for (let y = 140; y < 176; y++) for (let x = 6; x < 160; x++) if (alphaAt(rgba, 320, x, y) > 100) count += 1;
		return count;
	};

	test('its corners show the background, its middle the picture', () => {
		const rgba = overlay();
		expect(alphaAt(rgba, 320, 0, 0)).toBeGreaterThan(250);
		expect(alphaAt(rgba, 320, 160, 60)).toBe(0);
	});

	test('the plate grows with the name and the muted mark, and is not there without both', () => {
		expect(plate(overlay({ name: '' }))).toBe(0);
		expect(plate(overlay())).toBeGreaterThan(300);
		expect(plate(overlay({ name: 'Ann Ångström' }))).toBeGreaterThan(plate(overlay()));
		expect(plate(overlay({ muted: true }))).toBeGreaterThan(plate(overlay()));
		expect(plate(overlay({ name: '', muted: true }))).toBeGreaterThan(100);
	});

	test('who speaks has a ring in the theme’s colour', () => {
		const rgba = overlay({ speaking: true });
		const at = (1 * 320 + 160) * 4;
		expect([...rgba.subarray(at, at + 3)]).toEqual([0x34, 0xd3, 0x99]);
		expect(alphaAt(overlay(), 320, 160, 1)).toBeLessThan(50);
	});

	test('any name, any size: never throws', () => {
		const side = fc.integer({ min: 8, max: 200 }).map((value) => value * 2);
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), side, side, (name, width, height) => {
				const size = { width, height };
				drawTileOverlay({ x: 0, y: 0, ...size }, { ...content, name, muted: true }, THEMES.LIGHT, background);
				const avatar = drawAvatarTile(size, { id: name, name }, THEMES.LIGHT);
				expect(avatar.length).toBe(width * height * 4);
				expect(alphaAt(avatar, width, 0, 0)).toBe(255);
			}),
			{ numRuns: 40 },
		);
	});
});

describe('an avatar', () => {
	const size = { width: 320, height: 180 };
	const avatar = (id: string, name: string) => drawAvatarTile(size, { id, name }, THEMES.DEFAULT);
	/** CSS hex of a pixel. */
	const at = (rgba: Uint8ClampedArray, x: number, y: number) =>
		`#${Buffer.from(rgba.subarray((y * 320 + x) * 4, (y * 320 + x) * 4 + 3)).toString('hex')}`;

	test('has the colours that the participant has everywhere', () => {
		for (const id of ['ann', 'bob', 'p1', 'p2', 'p3']) {
			const { background, text } = personColours(id);
			const drawn = avatar(id, 'Lena');
			// In the disc, beside and on the stem of the letter.
			expect(at(drawn, 160, 120)).toBe(background);
			expect(Array.from({ length: 40 }, (_, step) => at(drawn, 140 + step, 90))).toContain(text);
		}
	});

	test('has the initials that the name has everywhere', () => {
		expect(avatar('ann', 'Ada Lovelace')).toEqual(avatar('ann', 'a.l'));
		expect(avatar('ann', 'Ada Lovelace')).not.toEqual(avatar('ann', 'Ada'));
	});
});

test('turning a picture: a quarter four times is itself', () => {
	const from = allocatePlanes(8, 4);
	for (let i = 0; i < from.y.length; i++) from.y[i] = i;
	for (let i = 0; i < from.u.length; i++) from.u[i] = 100 + i;
	const quarter = allocatePlanes(4, 8);
	rotate(from, quarter, 90);
	// What was at the lower left is at the upper left.
	expect(quarter.y[0]).toBe(from.y[3 * 8]);
	const half = allocatePlanes(8, 4);
	rotate(quarter, half, 90);
	const same = allocatePlanes(8, 4);
	rotate(half, same, 180);
	expect(same.y).toEqual(from.y);
	expect(same.u).toEqual(from.u);
	const back = allocatePlanes(8, 4);
	rotate(quarter, back, 270);
	expect(back.y).toEqual(from.y);
});
