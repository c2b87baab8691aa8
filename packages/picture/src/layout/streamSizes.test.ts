import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { layOut, layoutOptions, type Tile } from './layout.ts';
import type { Person } from './people.ts';
import { streamSizes } from './streamSizes.ts';

const person = fc.record({
	pinned: fc.boolean(),
	spokeMs: fc.integer({ min: 0, max: 5 }),
	hasCamera: fc.boolean(),
	sharesScreen: fc.boolean(),
});
const people = fc
	.array(person, { minLength: 1, maxLength: 30 })
	.map((all): Person[] => all.map((one, order) => ({ ...one, id: `p${order}`, order })));
const options = fc
	.record({
		layout: fc.record({
			type: fc.constantFrom('GRID' as const, 'SPOTLIGHT' as const, 'SIDEBAR' as const),
			priority: fc.constantFrom('SPEAKER' as const, 'PIN' as const),
			gridSize: fc.integer({ min: 0, max: 25 }),
		}),
		quality: fc.constantFrom('low' as const, 'med' as const, 'high' as const, 'ultra' as const),
		orientation: fc.constantFrom('landscape' as const, 'portrait' as const),
	})
	.map((config) => layoutOptions(config, false));
const SOURCES = ['camera', 'screen'] as const;

const sizeIn = (tiles: readonly Tile[], id: string, source: Tile['source']) => {
	const { width, height } = tiles.find((tile) => tile.participantId === id && tile.source === source)?.rect ?? {
		width: 0,
		height: 0,
	};
	return { width, height };
};

test('a stream has the size of its tile when its sender speaks next, and is never shown larger', () => {
	fc.assert(
		fc.property(people, options, fc.nat(), (all, wanted, pick) => {
			const size = streamSizes(all, wanted);
			const speaker = pick % all.length;
			const asIs = layOut(all, wanted);
			const next = layOut(
				all.map((one, index) => (index === speaker ? { ...one, spokeMs: 6 } : one)),
				wanted,
			);
			for (const source of SOURCES) {
				const { id } = all[speaker] as Person;
				expect(size(id, source)).toEqual(sizeIn(next, id, source));
				for (const one of all) {
					expect(sizeIn(asIs, one.id, source).width).toBeLessThanOrEqual(size(one.id, source).width);
					expect(sizeIn(asIs, one.id, source).height).toBeLessThanOrEqual(size(one.id, source).height);
				}
			}
		}),
		{ numRuns: 300 },
	);
});

describe('at 1280×720', () => {
	const of = (count: number, more: Partial<Person> = {}) =>
		Array.from({ length: count }, (_, index) => ({
			id: `p${index}`,
			pinned: false,
			sharesScreen: false,
			...(index === 0 ? more : {}),
		}));
	const grid = layoutOptions(undefined, false);

	test('two people beside each other have 16:9 each, not half the picture', () => {
		expect(streamSizes(of(2), grid)('p0', 'camera')).toEqual({ width: 624, height: 350 });
	});

	test('a screen has the room beside the cameras, which are small while it is there', () => {
		const size = streamSizes(of(4, { sharesScreen: true }), grid);
		expect(size('p0', 'screen').width).toBeGreaterThan(900);
		expect(size('p0', 'camera').height).toBeLessThan(180);
		expect(size('p3', 'camera')).toEqual(size('p0', 'camera'));
	});

	test('anybody may lead a SPOTLIGHT, but for those beside somebody whose pin counts', () => {
		const layout = { type: 'SPOTLIGHT' as const, gridSize: 25 };
		const speaker = streamSizes(of(3, { pinned: true }), layoutOptions({ layout }, false));
		expect(speaker('p2', 'camera')).toEqual(speaker('p0', 'camera'));
		const pin = streamSizes(of(3, { pinned: true }), layoutOptions({ layout: { ...layout, priority: 'PIN' } }, false));
		expect(pin('p0', 'camera')).toEqual(speaker('p0', 'camera'));
		expect(pin('p2', 'camera')).toEqual({ width: 0, height: 0 });
	});

	test('who is not in the room is not shown', () => {
		expect(streamSizes(of(1), grid)('somebody', 'camera')).toEqual({ width: 0, height: 0 });
	});
});
