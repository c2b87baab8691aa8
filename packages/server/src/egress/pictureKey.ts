import type { CompositionConfig } from '@roomcast/contract';
import type { ComposerConfig } from '@roomcast/contract/composer/commands';
import { completeConfig } from '@roomcast/picture/config';

/**
 * What a composition looks like, as a text: the same for settings that come to the same picture and sound, however they
 * are written.
 */
export function pictureKey(config: CompositionConfig, encoding: NonNullable<ComposerConfig['encoding']>): string {
	const { layout, theme, mode, quality, orientation } = completeConfig(config);
	const { type, priority, gridSize } = layout;
	return [type, priority, gridSize, theme, mode, quality, orientation, encoding].join(' ');
}
