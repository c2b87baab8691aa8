import type { CompositionConfig } from '@roomcast/contract/rest/compositions';
import { completeConfig } from './config.ts';
import type { Size } from './layout/geometry.ts';

/** Pixels of a landscape picture by its quality (VideoSDK v2, capture sizes), and bits per second that it may cost. */
export const QUALITIES = {
	low: { width: 854, height: 480, maxBitRate: 1_500_000 },
	med: { width: 1280, height: 720, maxBitRate: 3_000_000 },
	high: { width: 1920, height: 1080, maxBitRate: 6_000_000 },
	ultra: { width: 2560, height: 1440, maxBitRate: 10_000_000 },
} as const;

/** The size of the whole picture, in pixels. All sides are even. */
export function pictureSize(config: CompositionConfig | undefined): Size {
	const { quality, orientation } = completeConfig(config);
	const { width, height } = QUALITIES[quality];
	return orientation === 'portrait' ? { width: height, height: width } : { width, height };
}
