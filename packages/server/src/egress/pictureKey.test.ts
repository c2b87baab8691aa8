import { expect, it } from 'vitest';
import { pictureKey } from './pictureKey.ts';

it('says the same of what looks the same', () => {
	const plain = pictureKey({}, 'h264-aac');
	const spelled = { quality: 'med', layout: { priority: 'SPEAKER', type: 'GRID' }, theme: 'DEFAULT' } as const;
	expect(pictureKey(spelled, 'h264-aac')).toBe(plain);
	expect(pictureKey({ layout: { type: 'GRID', gridSize: 25 }, mode: 'video-and-audio' }, 'h264-aac')).toBe(plain);
	expect(pictureKey({ layout: { type: 'GRID', gridSize: 0 } }, 'h264-aac')).toBe(plain);
	for (const other of [
		{ quality: 'high' },
		{ orientation: 'portrait' },
		{ mode: 'audio' },
		{ theme: 'LIGHT' },
		{ layout: { type: 'SIDEBAR' } },
		{ layout: { type: 'GRID', priority: 'PIN' } },
		{ layout: { type: 'GRID', gridSize: 4 } },
	] as const)
		expect(pictureKey(other, 'h264-aac'), JSON.stringify(other)).not.toBe(plain);
	expect(pictureKey({}, 'vp8-opus')).not.toBe(plain);
});
