import type { RtpParameters } from '@roomcast/contract';

/** A tile may be this much larger than the layer that fills it before the next layer is worth its bits. */
const STRETCH = 1.2;

/** Spatial and temporal layers of an SVC mode such as `L3T3_KEY`; 1 and 1 when there is none. */
export function parseScalabilityMode(mode: string | undefined): { spatialLayers: number; temporalLayers: number } {
	const match = /^[LS]([1-9])T([1-9])/.exec(mode ?? '');
	return { spatialLayers: Number(match?.[1] ?? 1), temporalLayers: Number(match?.[2] ?? 1) };
}

/**
 * Heights of the layers of a producer, smallest first, in pixels. Simulcast has one per encoding, SVC halves each
 * dimension per layer (W3C WebRTC-SVC section 6, ratio 2:1).
 *
 * @param height height of the source, in pixels
 */
export function layerHeights(encodings: NonNullable<RtpParameters['encodings']>, height: number): number[] {
	if (encodings.length > 1) {
		return encodings
			.map((encoding, i) => height / (encoding.scaleResolutionDownBy ?? 2 ** (encodings.length - 1 - i)))
			.sort((a, b) => a - b);
	}
	const { spatialLayers } = parseScalabilityMode(encodings[0]?.scalabilityMode);
	return Array.from({ length: spatialLayers }, (_, i) => height / 2 ** (spatialLayers - 1 - i));
}

/**
 * The smallest layer that fills a tile.
 *
 * @param heights from `layerHeights`
 * @param tile size of the tile in device pixels, and of the source
 * @returns index of the layer, 0 for the smallest
 */
export function layerForTile(
	heights: readonly number[],
	tile: { width: number; height: number },
	source: { width: number; height: number },
): number {
	// The picture is fitted into or cropped to the tile; the larger scale of both never blurs.
	const needed = Math.max(tile.height, source.width > 0 ? (tile.width * source.height) / source.width : 0);
	const fitting = heights.findIndex((height) => height * STRETCH >= needed);
	return fitting < 0 ? heights.length - 1 : fitting;
}

/** The layer of a fixed quality: `low` the smallest, `high` the largest, `med` the one between. */
export function layerForQuality(layers: number, quality: 'low' | 'med' | 'high'): number {
	if (quality === 'low') return 0;
	return quality === 'high' ? layers - 1 : Math.floor((layers - 1) / 2 + 0.5 * ((layers - 1) % 2));
}
