import type { CompositionConfig } from '@roomcast/contract/rest/compositions';
import type { ThemeName } from '../draw/theme.ts';
import { even, type Size } from '../layout/geometry.ts';
import { gapOf, type LayoutOptions } from '../layout/layout.ts';

/** What a composition's settings come to, defaults filled in. */
export interface SceneOptions {
	readonly layout: LayoutOptions;
	readonly theme: ThemeName;
	readonly audioOnly: boolean;
	/** Bits per second of the picture at most. */
	readonly maxBitRate: number;
}

/** Sizes by quality (VideoSDK v2, capture sizes) and what they may cost. */
const QUALITIES = {
	low: { width: 854, height: 480, maxBitRate: 1_500_000 },
	med: { width: 1280, height: 720, maxBitRate: 3_000_000 },
	high: { width: 1920, height: 1080, maxBitRate: 6_000_000 },
	ultra: { width: 2560, height: 1440, maxBitRate: 10_000_000 },
} as const;

/** Reads a composition's settings. @param bare nothing but the pictures: tiles go to the edge */
export function sceneOptions(config: CompositionConfig | undefined, bare: boolean): SceneOptions {
	const { width, height, maxBitRate } = QUALITIES[config?.quality ?? 'med'];
	const long = even(width);
	const short = even(height);
	const size: Size =
		config?.orientation === 'portrait' ? { width: short, height: long } : { width: long, height: short };
	return {
		layout: {
			type: config?.layout?.type ?? 'GRID',
			priority: config?.layout?.priority ?? 'SPEAKER',
			gridSize: config?.layout?.gridSize ?? 25,
			size,
			gap: bare ? 0 : gapOf(size),
		},
		theme: config?.theme ?? 'DEFAULT',
		audioOnly: config?.mode === 'audio',
		maxBitRate,
	};
}
