import { CompositionConfig } from '@roomcast/contract/rest/compositions';
import { expect, it } from 'vitest';
import { completeConfig } from './config.ts';
import { pictureSize, QUALITIES } from './sizes.ts';

const plain = completeConfig(undefined);

it('fills in what the API says of a config that names nothing', () => {
	expect(plain).toEqual({
		layout: { type: 'GRID', priority: 'SPEAKER', gridSize: 25 },
		theme: 'DEFAULT',
		mode: 'video-and-audio',
		quality: 'med',
		orientation: 'landscape',
	});
	expect(completeConfig({})).toEqual(plain);
	expect(completeConfig({ layout: { type: 'GRID' } })).toEqual(plain);
});

it('keeps what a config names, and takes a grid of 0 for the largest', () => {
	const named = {
		layout: { type: 'SIDEBAR', priority: 'PIN', gridSize: 4 },
		theme: 'LIGHT',
		mode: 'audio',
		quality: 'ultra',
		orientation: 'portrait',
	} as const;
	expect(completeConfig({ ...named, recording: { enabled: true } })).toEqual(named);
	expect(completeConfig({ layout: { type: 'GRID', gridSize: 0 } })).toEqual(plain);
});

it('has the sizes that the reference names, turned for portrait', () => {
	const sizes = Object.values(QUALITIES).map(({ width, height }) => `${width}×${height}`);
	expect(CompositionConfig.properties.quality).toMatchObject({ description: sizes.join(', ') });
	expect(pictureSize(undefined)).toEqual({ width: 1280, height: 720 });
	expect(pictureSize({ quality: 'low', orientation: 'portrait' })).toEqual({ width: 480, height: 854 });
});
