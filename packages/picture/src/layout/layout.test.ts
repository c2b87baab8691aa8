import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitPicture } from './fit.ts';
import { gapOf, type LayoutOptions, layOut, type Tile } from './layout.ts';
import type { Person } from './people.ts';

const person = fc.record({
	pinned: fc.boolean(),
	spokeMs: fc.integer({ min: 0, max: 5 }),
	hasCamera: fc.boolean(),
	sharesScreen: fc.boolean(),
});
const people = fc
	.array(person, { maxLength: 30 })
	.map((all): Person[] => all.map((one, order) => ({ ...one, id: `p${order}`, order })));
const sizes = [
	{ width: 854, height: 480 },
	{ width: 1280, height: 720 },
	{ width: 1920, height: 1080 },
	{ width: 720, height: 1280 },
];
const options = fc.record({
	type: fc.constantFrom('GRID' as const, 'SPOTLIGHT' as const, 'SIDEBAR' as const),
	priority: fc.constantFrom('SPEAKER' as const, 'PIN' as const),
	gridSize: fc.integer({ min: 1, max: 25 }),
	size: fc.constantFrom(...sizes),
	gap: fc.constantFrom(0, 2, 10, 20),
});

function someone(order: number, more: Partial<Person> = {}): Person {
	return { id: `p${order}`, order, pinned: false, spokeMs: 0, hasCamera: true, sharesScreen: false, ...more };
}

function overlap({ rect: a }: Tile, { rect: b }: Tile): boolean {
	return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

const base: LayoutOptions = {
	type: 'GRID',
	priority: 'SPEAKER',
	gridSize: 25,
	size: { width: 1280, height: 720 },
	gap: 10,
};
const ids = (tiles: readonly Tile[]) => tiles.map((tile) => tile.participantId);

test('any people in any layout: inside the canvas, apart, even, nobody twice from one source', () => {
	fc.assert(
		fc.property(people, options, (all, wanted) => {
			const tiles = layOut(all, wanted);
			expect(tiles.length > 0).toBe(all.length > 0);
			for (const { rect } of tiles) {
				expect([rect.x, rect.y, rect.width, rect.height].every((value) => value % 2 === 0 && value >= 0)).toBe(true);
				expect(rect.width).toBeGreaterThanOrEqual(16);
				expect(rect.x + rect.width).toBeLessThanOrEqual(wanted.size.width);
				expect(rect.y + rect.height).toBeLessThanOrEqual(wanted.size.height);
			}
			for (const [index, tile] of tiles.entries()) {
				expect(tiles.slice(index + 1).some((other) => overlap(tile, other))).toBe(false);
			}
			expect(new Set(tiles.map((tile) => `${tile.source} ${tile.participantId}`)).size).toBe(tiles.length);
		}),
		{ numRuns: 300 },
	);
});

test('cameras keep the shape of the canvas kind', () => {
	fc.assert(
		fc.property(people, options, (all, wanted) => {
			const aspect = wanted.size.width > wanted.size.height ? 16 / 9 : 4 / 3;
			for (const { rect, source } of layOut(all, wanted)) {
				if (source === 'camera') expect(Math.abs(rect.width - rect.height * aspect)).toBeLessThanOrEqual(4);
			}
		}),
	);
});

describe('who is shown', () => {
	const five = [0, 1, 2, 3, 4].map((order) => someone(order));

	test('a full grid keeps who speaks and does not move the others', () => {
		const before = layOut(five, { ...base, gridSize: 4 });
		expect(ids(before)).toEqual(['p0', 'p1', 'p2', 'p3']);
		const after = layOut([...five.slice(0, 4), someone(4, { spokeMs: 9 })], { ...base, gridSize: 4 });
		expect(ids(after)).toEqual(['p0', 'p1', 'p2', 'p4']);
		expect(after.slice(0, 3).map((tile) => tile.rect)).toEqual(before.slice(0, 3).map((tile) => tile.rect));
	});

	test('PIN leads over the speaker only where it is the priority', () => {
		const all = [someone(0, { pinned: true }), someone(1, { spokeMs: 5 })];
		expect(ids(layOut(all, { ...base, type: 'SPOTLIGHT', priority: 'PIN' }))).toEqual(['p0']);
		expect(ids(layOut(all, { ...base, type: 'SPOTLIGHT', priority: 'SPEAKER' }))).toEqual(['p1']);
		expect(ids(layOut(all, { ...base, type: 'SIDEBAR' }))).toEqual(['p1', 'p0']);
	});

	test('a shared screen is the large tile, with its owner among those beside', () => {
		const tiles = layOut([someone(0), someone(1, { sharesScreen: true })], base);
		expect(tiles.map((tile) => `${tile.source} ${tile.participantId}`)).toEqual([
			'screen p1',
			'camera p0',
			'camera p1',
		]);
		const [screen, camera] = tiles;
		expect((screen?.rect.width ?? 0) / (camera?.rect.width ?? 1)).toBeGreaterThan(3);
	});

	test('one person without gaps is the whole picture; gaps grow with the canvas', () => {
		const [tile] = layOut([someone(0)], { ...base, type: 'SPOTLIGHT', gap: 0 });
		expect(tile?.rect).toEqual({ x: 0, y: 0, width: 1280, height: 720 });
		expect(sizes.map(gapOf)).toEqual([6, 10, 14, 10]);
	});

	test('a grid of four fills the canvas but for its gaps', () => {
		const tiles = layOut(five.slice(0, 4), base);
		const covered = tiles.reduce((sum, { rect }) => sum + rect.width * rect.height, 0);
		expect(covered / (1280 * 720)).toBeGreaterThan(0.9);
	});
});

test('a picture is never bent, fills where little is cut, and stays inside its tile', () => {
	const side = fc.integer({ min: 2, max: 3000 });
	fc.assert(
		fc.property(side, side, fc.constantFrom(...sizes), fc.boolean(), (width, height, tile, screen) => {
			fc.pre(width / height < 12 && height / width < 12);
			const fit = fitPicture({ width, height }, tile, screen ? 'screen' : 'camera');
			const bend = fit.scaled.width / width / (fit.scaled.height / height);
			expect(Math.abs(bend - 1)).toBeLessThan(0.06);
			expect(fit.target.x + fit.target.width).toBeLessThanOrEqual(tile.width);
			expect(fit.target.y + fit.target.height).toBeLessThanOrEqual(tile.height);
			expect(fit.crop.x + fit.crop.width).toBeLessThanOrEqual(fit.scaled.width);
			expect(fit.crop.y + fit.crop.height).toBeLessThanOrEqual(fit.scaled.height);
			if (screen) expect(fit.crop).toMatchObject({ x: 0, y: 0, ...fit.scaled });
		}),
	);
	expect(fitPicture({ width: 640, height: 480 }, { width: 640, height: 360 }, 'camera')).toMatchObject({
		scaled: { width: 640, height: 480 },
		crop: { y: 60, height: 360 },
	});
});
