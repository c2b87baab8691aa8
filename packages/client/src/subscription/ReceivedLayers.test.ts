import type { ConsumerInfo } from '@roomcast/contract/signalling/media';
import { expect, it } from 'vitest';
import { qualityOf, ReceivedLayers } from './ReceivedLayers.ts';

const info = {
	id: 'c1',
	rtpParameters: { codecs: [], encodings: [{ scalabilityMode: 'L3T3' }] },
} as unknown as ConsumerInfo;

it('names layers by how many there are', () => {
	expect([0, 1, 2].map((layer) => qualityOf(layer, 3))).toEqual(['low', 'med', 'high']);
	expect([0, 1].map((layer) => qualityOf(layer, 2))).toEqual(['low', 'high']);
	expect(qualityOf(0, 1)).toBe('high');
});

it('reports changes of the quality, not of the temporal layer, and not pauses', () => {
	const layers = new ReceivedLayers();
	expect(layers.handleChanged(info, 0, 0)).toEqual({ currentQuality: 'low', prevQuality: null });
	expect(layers.handleChanged(info, 0, 2)).toBeNull();
	expect(layers.handleChanged(info, null, null)).toBeNull();
	expect(layers.handleChanged(info, 2, 2)).toEqual({ currentQuality: 'high', prevQuality: 'low' });
	expect(layers.of('c1')).toEqual({ currentSpatialLayer: 2, currentTemporalLayer: 2 });
	layers.handleGone('c1');
	expect(layers.of('c1')).toEqual({ currentSpatialLayer: null, currentTemporalLayer: null });
});
