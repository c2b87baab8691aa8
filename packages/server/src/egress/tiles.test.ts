import { expect, test } from 'vitest';
import { tileFor } from './tiles.ts';

test('one person fills the picture, four have a quarter each, nine a ninth', () => {
	expect(tileFor({ quality: 'med' }, 1, 'video')).toEqual({ width: 1280, height: 720 });
	expect(tileFor({ quality: 'med' }, 4, 'video')).toEqual({ width: 640, height: 360 });
	expect(tileFor({ quality: 'high' }, 9, 'video')).toEqual({ width: 640, height: 360 });
});

test('a grid of four shows four of nine', () => {
	expect(tileFor({ layout: { type: 'GRID', gridSize: 4 } }, 9, 'video')).toEqual({ width: 640, height: 360 });
});

test('a screen, and whoever may lead, come in full size', () => {
	expect(tileFor({ quality: 'low' }, 9, 'screen_video')).toEqual({ width: 854, height: 480 });
	expect(tileFor({ layout: { type: 'SPOTLIGHT' } }, 9, 'video')).toEqual({ width: 1280, height: 720 });
});

test('what is copied comes in its largest layer', () => {
	expect(tileFor(undefined, 4, 'video')).toBeUndefined();
});
