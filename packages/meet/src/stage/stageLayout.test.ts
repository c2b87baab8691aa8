import { describe, expect, it } from 'vitest';
import { stageLayout } from './stageLayout.ts';

const desktop = { width: 1440, height: 800 };
const phone = { width: 374, height: 640 };
const people = (count: number) => ['me', ...Array.from({ length: count - 1 }, (_, index) => `p${index + 1}`)];
const auto = { layout: 'AUTO', page: 0, pageSize: 25 } as const;
const everybody = (count: number) => ({ people: people(count), self: 'me', focus: [] });

describe('stageLayout', () => {
	it('gives somebody who is alone the whole stage, whatever its shape', () => {
		for (const shape of [desktop, phone, { width: 1248, height: 664 }])
			expect(stageLayout(everybody(1), shape, auto).places.get('me')).toEqual({ x: 0, y: 0, ...shape });
	});

	it('gives the other one the stage in a call of two, and floats oneself', () => {
		const stage = stageLayout(everybody(2), desktop, auto);
		expect(stage.floating).toBe('me');
		expect(stage.places.get('p1')).toEqual({ x: 0, y: 0, ...desktop });
		expect(stage.places.get('me')?.width).toBe(288);
	});

	it('puts two others side by side before somebody who only watches', () => {
		const stage = stageLayout({ people: ['p1', 'p2'], self: 'me', focus: [] }, desktop, auto);
		expect([...stage.places.keys()]).toEqual(['p1', 'p2']);
		expect(stage.floating).toBeUndefined();
	});

	it('puts two side by side when the grid was asked for', () => {
		const stage = stageLayout(everybody(2), desktop, { ...auto, layout: 'GRID' });
		expect(stage.floating).toBeUndefined();
		expect(stage.places.get('me')?.width).toBe(stage.places.get('p1')?.width);
	});

	it('shows 25 on one page and more on several, with tiles of one size', () => {
		expect(stageLayout(everybody(25), desktop, auto)).toMatchObject({ pages: 1 });
		const first = stageLayout(everybody(30), desktop, auto);
		const second = stageLayout(everybody(30), desktop, { ...auto, page: 1 });
		expect(first.pages).toBe(2);
		expect(first.places.size).toBe(25);
		expect([...second.places.keys()]).toEqual(['p25', 'p26', 'p27', 'p28', 'p29']);
		expect(second.places.get('p25')?.width).toBe(first.places.get('me')?.width);
	});

	it('goes back to the last page when people leave', () => {
		expect(stageLayout(everybody(26), desktop, { ...auto, page: 7 }).page).toBe(1);
	});

	it('shows fewer on a phone, in two columns', () => {
		const stage = stageLayout(everybody(20), phone, auto);
		expect(stage.pages).toBeGreaterThan(1);
		expect(new Set([...stage.places.values()].map(({ x }) => Math.round(x))).size).toBe(2);
	});

	it.each([
		[828, 308],
		[796, 284],
		[635, 295],
	])('shows all twelve people of a call on a phone held sideways, %i×%i', (width, height) => {
		const stage = stageLayout(everybody(12), { width, height }, auto);
		expect(stage.pages).toBe(1);
		expect(stage.places.size).toBe(12);
		for (const tile of stage.places.values()) {
			expect(tile.width).toBeGreaterThanOrEqual(140);
			expect(tile.height).toBeGreaterThanOrEqual(80);
		}
	});

	it('judges the window as a whole, with the room for the page turner', () => {
		// 52 px less would be as low as a phone held sideways, whose smaller tiles need no second page.
		expect(stageLayout(everybody(12), { width: 900, height: 380 }, auto)).toMatchObject({ pages: 2 });
	});

	it('gives a screen the most room and the others a strip beside it', () => {
		const stage = stageLayout({ ...everybody(4), focus: ['p1:share'] }, desktop, auto);
		const screen = stage.places.get('p1:share');
		const strip = people(4).map((key) => stage.places.get(key));
		expect((screen?.width ?? 0) * (screen?.height ?? 0)).toBeGreaterThan(0.75 * 1440 * 800);
		for (const rect of strip) expect(rect?.x).toBeGreaterThanOrEqual((screen?.width ?? 0) + 12);
	});

	it('puts the strip below on a phone', () => {
		const stage = stageLayout({ ...everybody(3), focus: ['p1'] }, phone, auto);
		expect(stage.places.get('p1')).toMatchObject({ x: 0, y: 0, width: 374 });
		expect(stage.places.get('me')?.y).toBeGreaterThan(stage.places.get('p1')?.height ?? Number.POSITIVE_INFINITY);
	});

	it('counts those for whom the strip has no place', () => {
		const stage = stageLayout({ ...everybody(20), focus: ['p1'] }, desktop, auto);
		expect(stage.places.size + (stage.more?.count ?? 0)).toBe(20);
		expect(stage.more?.count).toBeGreaterThan(1);
	});

	it('keeps the speaker in a strip that is too short for all', () => {
		const stage = stageLayout({ ...everybody(20), focus: ['p1'], prefer: 'p17' }, desktop, auto);
		expect(stage.places.has('p17')).toBe(true);
		expect(stage.places.has('me')).toBe(true);
		expect(stage.places.size + (stage.more?.count ?? 0)).toBe(20);
	});

	it('shows faces, and how many more, below a screen on a phone', () => {
		const stage = stageLayout({ ...everybody(9), focus: ['p1:screen'] }, phone, auto);
		expect(stage.places.size).toBe(4);
		expect(stage.more?.count).toBe(6);
	});

	it('leaves room for the page turner', () => {
		const bottoms = [...stageLayout(everybody(30), desktop, auto).places.values()].map(({ y, height }) => y + height);
		expect(Math.max(...bottoms)).toBeLessThanOrEqual(desktop.height - 50);
	});

	it('has no strip in the spotlight', () => {
		const stage = stageLayout({ ...everybody(6), focus: ['p2'] }, desktop, { ...auto, layout: 'SPOTLIGHT' });
		expect([...stage.places.keys()]).toEqual(['p2']);
	});

	it('keeps everything on the stage', () => {
		for (const size of [
			desktop,
			phone,
			{ width: 800, height: 360 },
			{ width: 635, height: 230 },
			{ width: 2560, height: 1300 },
		]) {
			for (let count = 1; count <= 40; count++) {
				for (const focus of [[], ['p1:share'], ['me']]) {
					for (const { x, y, width, height } of stageLayout(
						{ ...everybody(count), focus },
						size,
						auto,
					).places.values()) {
						expect(Math.min(x, y)).toBeGreaterThanOrEqual(-0.01);
						expect(x + width).toBeLessThanOrEqual(size.width + 0.01);
						expect(y + height).toBeLessThanOrEqual(size.height + 0.01);
					}
				}
			}
		}
	});
});

it('the strip has no more tiles than asked for', () => {
	const stage = stageLayout({ ...everybody(8), focus: ['p1'] }, desktop, { ...auto, layout: 'SIDEBAR', stripSize: 3 });
	// The big one, two of the strip, and how many more there are.
	expect(stage.places.size).toBe(3);
	expect(stage.more?.count).toBe(5);
});
