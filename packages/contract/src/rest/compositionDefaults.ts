/** Most people in one grid (VideoSDK v2, `config.layout.gridSize`). */
export const MAX_GRID_SIZE = 25;

/** What a composition is where its `config` does not say (VideoSDK v2). */
export const COMPOSITION_DEFAULTS = {
	layout: { type: 'GRID', priority: 'SPEAKER', gridSize: MAX_GRID_SIZE },
	theme: 'DEFAULT',
	mode: 'video-and-audio',
	quality: 'med',
	orientation: 'landscape',
} as const;
