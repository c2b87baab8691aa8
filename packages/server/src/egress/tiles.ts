import type { CompositionConfig } from '@roomcast/contract';
import type { TrackKind } from './Capture.ts';

const SIZES = {
	low: { width: 854, height: 480 },
	med: { width: 1280, height: 720 },
	high: { width: 1920, height: 1080 },
	ultra: { width: 2560, height: 1440 },
};

/** Most people in the picture when the layout does not say. */
const DEFAULT_GRID = 25;

/** The size of the whole picture, in pixels. */
export function canvasOf(config: CompositionConfig | undefined): { width: number; height: number } {
	const { width, height } = SIZES[config?.quality ?? 'med'];
	return config?.orientation === 'portrait' ? { width: height, height: width } : { width, height };
}

/**
 * About how large a stream is shown, for the choice of its layer.
 *
 * @param config undefined when nothing is composed: streams are copied, and the largest layer is wanted
 * @param people how many send their camera
 * @returns undefined for the largest layer
 */
export function tileFor(
	config: CompositionConfig | undefined,
	people: number,
	kind: TrackKind,
): { width: number; height: number } | undefined {
	if (config === undefined) return undefined;
	const canvas = canvasOf(config);
	const type = config.layout?.type ?? 'GRID';
	// Whoever leads may be anybody in a moment: the layer must be there already.
	if (kind === 'screen_video' || type !== 'GRID') return canvas;
	const shown = Math.max(1, Math.min(people, config.layout?.gridSize || DEFAULT_GRID));
	const columns = Math.ceil(Math.sqrt(shown));
	const rows = Math.ceil(shown / columns);
	return { width: canvas.width / columns, height: canvas.height / rows };
}
