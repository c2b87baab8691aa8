import type { ComposerConfig } from '@roomcast/contract/composer/commands';
import type { EngineNeed } from './Engines.ts';
import { pictureKey } from './pictureKey.ts';
import type { StoredCapture, TrackKind } from './StoredCapture.ts';

/** The composer of a capture that shows the room as a whole: captures that look the same share one. */
export function compositionOf(
	{ id, options }: Pick<StoredCapture, 'id' | 'options'>,
	encoding: NonNullable<ComposerConfig['encoding']> = 'h264-aac',
): EngineNeed {
	// Whether it is also recorded does not change the picture.
	const { recording: _, ...composition } = options.config ?? {};
	const key = pictureKey(composition, encoding);
	const { templateUrl } = options;
	if (templateUrl === undefined) return { key, config: { captureId: id, composition, encoding } };
	// The page makes the layout: it is the one tile, which fills the picture.
	const page = { ...composition, layout: { type: 'SPOTLIGHT' as const } };
	return {
		key: `${key} ${templateUrl}`,
		config: { captureId: id, composition: page, encoding, bare: true },
		template: { url: templateUrl, composition },
	};
}

/** Whether a capture that shows the room as a whole needs a stream. */
export function isComposed({ options }: Pick<StoredCapture, 'options'>, stream: TrackKind): boolean {
	return options.config?.mode !== 'audio' || stream === 'audio' || stream === 'screen_audio';
}

/** The composer of a capture that shows one participant and nothing else. */
export function soloOf({ id }: Pick<StoredCapture, 'id'>, participantId: string): EngineNeed {
	const composition = { layout: { type: 'SPOTLIGHT' as const }, quality: 'med' as const };
	return {
		key: `participant ${participantId}`,
		config: { captureId: id, composition, bare: true },
		only: participantId,
	};
}

/** The composer of a capture that copies what is sent: one for all of a session. */
export function copyOf({ id }: Pick<StoredCapture, 'id'>): EngineNeed {
	return { key: 'copies', config: { captureId: id } };
}
