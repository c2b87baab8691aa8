import { MeetingError } from '../errors/MeetingError.ts';
import type { Quality, QualityWord } from './types.ts';

/** Every word that is taken, with what it means: those with a layer are of older apps. */
const WORDS = {
	low: 'low',
	med: 'med',
	medium: 'med',
	high: 'high',
	...layers(0, 'low'),
	...layers(1, 'med'),
	...layers(2, 'high'),
} as const satisfies Record<QualityWord, Quality>;

/**
 * A word for a size of video as the SDK uses it.
 *
 * @throws MeetingError 3073 for another word
 */
export function qualityOf(word: QualityWord): Quality {
	if (Object.hasOwn(WORDS, word)) return WORDS[word];
	throw MeetingError.of('ERROR_INVALID_PARAMETER', `quality is "${word}", allowed are low, med, high`);
}

function layers<const S extends number>(spatial: S, quality: Quality): Record<`s${S}t${0 | 1 | 2}`, Quality> {
	return { [`s${spatial}t0`]: quality, [`s${spatial}t1`]: quality, [`s${spatial}t2`]: quality } as Record<
		`s${S}t${0 | 1 | 2}`,
		Quality
	>;
}
