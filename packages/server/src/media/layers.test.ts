import { describe, expect, it } from 'vitest';
import { layerForQuality, layerForTile, layerHeights, parseScalabilityMode } from './layers.ts';

const SIMULCAST = [{ scaleResolutionDownBy: 4 }, { scaleResolutionDownBy: 2 }, { scaleResolutionDownBy: 1 }];
const HD = { width: 1280, height: 720 };

describe('layerHeights', () => {
	it('reads simulcast encodings', () => {
		expect(layerHeights(SIMULCAST, 720)).toEqual([180, 360, 720]);
	});
	it('assumes halves where an encoding does not say', () => {
		expect(layerHeights([{ rid: 'a' }, { rid: 'b' }], 720)).toEqual([360, 720]);
	});
	it('reads SVC modes', () => {
		expect(layerHeights([{ scalabilityMode: 'L3T3_KEY' }], 720)).toEqual([180, 360, 720]);
		expect(layerHeights([{}], 720)).toEqual([720]);
		expect(parseScalabilityMode('S2T1')).toEqual({ spatialLayers: 2, temporalLayers: 1 });
	});
});

describe('layerForTile', () => {
	const heights = layerHeights(SIMULCAST, 720);
	it.each([
		[{ width: 160, height: 90 }, 0],
		[{ width: 320, height: 180 }, 0],
		// 216 is the most that the 180 line layer is stretched to.
		[{ width: 384, height: 216 }, 0],
		[{ width: 388, height: 218 }, 1],
		[{ width: 640, height: 360 }, 1],
		[{ width: 1280, height: 720 }, 2],
		[{ width: 3840, height: 2160 }, 2],
	])('fills %o with layer %i', (tile, layer) => {
		expect(layerForTile(heights, tile, HD)).toBe(layer);
	});
	it('goes by the width where the tile is wider than the picture', () => {
		expect(layerForTile(heights, { width: 1280, height: 100 }, HD)).toBe(2);
	});
});

describe('layerForQuality', () => {
	it.each([
		[3, 0, 1, 2],
		[2, 0, 1, 1],
		[1, 0, 0, 0],
	])('of %i layers', (layers, low, med, high) => {
		expect(layerForQuality(layers, 'low')).toBe(low);
		expect(layerForQuality(layers, 'med')).toBe(med);
		expect(layerForQuality(layers, 'high')).toBe(high);
	});
});
