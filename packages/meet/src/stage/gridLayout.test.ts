import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gridLayout } from './gridLayout.ts';

const wide = { gap: 12, minAspect: 4 / 3, maxAspect: 16 / 9, cropWorth: 0.5 };
const strict = { gap: 12, minAspect: 16 / 9, maxAspect: 16 / 9, cropWorth: 0.5 };
const phone = { gap: 8, minAspect: 3 / 4, maxAspect: 16 / 9, cropWorth: 1 };

describe('gridLayout', () => {
	it.each([
		[1, 1, 1],
		[2, 2, 1],
		[3, 2, 2],
		[4, 2, 2],
		[5, 3, 2],
		[6, 3, 2],
		[9, 3, 3],
		[12, 4, 3],
		[16, 4, 4],
		[20, 5, 4],
		[25, 5, 5],
	])('%i people on a 16 : 9 window: %i × %i', (count, columns, rows) => {
		expect(gridLayout(count, { width: 1600, height: 900 }, strict)).toMatchObject({ columns, rows });
	});

	it.each([
		[2, 1, 2],
		[4, 2, 2],
		[6, 2, 3],
		[8, 2, 4],
	])('%i people on a phone: %i × %i', (count, columns, rows) => {
		expect(gridLayout(count, { width: 374, height: 640 }, phone)).toMatchObject({ columns, rows });
	});

	it('centres a last row that is not full', () => {
		const { rects } = gridLayout(5, { width: 1600, height: 900 }, strict);
		const [fourth, fifth] = rects.slice(3);
		expect((fourth?.x ?? 0) + (fifth?.x ?? 0) + (fifth?.width ?? 0)).toBeCloseTo(1600);
	});

	it('covers most of the window from 1 to 25 people', () => {
		for (let count = 1; count <= 25; count++) {
			const { rects } = gridLayout(count, { width: 1440, height: 800 }, wide);
			const covered = rects.reduce((sum, { width, height }) => sum + width * height, 0) / (1440 * 800);
			expect(covered, `${count} people`).toBeGreaterThan(count === 2 ? 0.66 : 0.71);
		}
	});

	it('keeps every tile inside, apart from the others, and within the ratios', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 25 }),
				fc.integer({ min: 280, max: 3840 }),
				fc.integer({ min: 280, max: 2160 }),
				(count, width, height) => {
					const { rects } = gridLayout(count, { width, height }, wide);
					expect(rects).toHaveLength(count);
					for (const [index, a] of rects.entries()) {
						expect(a.x).toBeGreaterThanOrEqual(-0.01);
						expect(a.y).toBeGreaterThanOrEqual(-0.01);
						expect(a.x + a.width).toBeLessThanOrEqual(width + 0.01);
						expect(a.y + a.height).toBeLessThanOrEqual(height + 0.01);
						expect(a.width / a.height).toBeGreaterThanOrEqual(wide.minAspect - 0.01);
						expect(a.width / a.height).toBeLessThanOrEqual(wide.maxAspect + 0.01);
						for (const b of rects.slice(index + 1)) {
							const apart =
								a.x + a.width <= b.x + 0.01 ||
								b.x + b.width <= a.x + 0.01 ||
								a.y + a.height <= b.y + 0.01 ||
								b.y + b.height <= a.y + 0.01;
							expect(apart).toBe(true);
						}
					}
				},
			),
			{ numRuns: 100 },
		);
	});

	it('gives nothing for nobody or no room', () => {
		expect(gridLayout(0, { width: 800, height: 600 }, wide).rects).toEqual([]);
		expect(gridLayout(4, { width: 0, height: 0 }, wide).rects).toEqual([]);
	});
});
