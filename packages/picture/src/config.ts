import { COMPOSITION_DEFAULTS } from '@roomcast/contract/rest/compositionDefaults';
import type { CompositionConfig } from '@roomcast/contract/rest/compositions';

type Named<T> = { readonly [K in keyof T]-?: NonNullable<T[K]> };

/** The `config` of a composition with nothing left out. */
export interface PictureConfig extends Named<Omit<CompositionConfig, 'layout' | 'recording'>> {
	/** `gridSize` is 1 to 25: the 0 of the API, which leaves it to the layout, is 25. */
	readonly layout: Named<NonNullable<CompositionConfig['layout']>>;
}

/** Fills in the defaults: two configs that look the same come out the same, however they are written. */
export function completeConfig(config: CompositionConfig | undefined): PictureConfig {
	const defaults = COMPOSITION_DEFAULTS;
	return {
		layout: {
			type: config?.layout?.type ?? defaults.layout.type,
			priority: config?.layout?.priority ?? defaults.layout.priority,
			gridSize: config?.layout?.gridSize || defaults.layout.gridSize,
		},
		theme: config?.theme ?? defaults.theme,
		mode: config?.mode ?? defaults.mode,
		quality: config?.quality ?? defaults.quality,
		orientation: config?.orientation ?? defaults.orientation,
	};
}
