import type { CompositionConfig } from '@roomcast/contract';
import type { ComposerConfig } from '@roomcast/contract/composer/commands';

/**
 * What a composition looks like, as a text: the same for settings that come to the same picture and sound, however they
 * are written.
 */
export function pictureKey(config: CompositionConfig, encoding: NonNullable<ComposerConfig['encoding']>): string {
	const { layout, theme = 'DEFAULT', mode = 'video-and-audio', quality = 'med', orientation = 'landscape' } = config;
	const { type = 'GRID', priority = 'SPEAKER', gridSize = 25 } = layout ?? {};
	return [type, priority, gridSize, theme, mode, quality, orientation, encoding].join(' ');
}
