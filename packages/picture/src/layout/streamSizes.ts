import type { Size } from './geometry.ts';
import { type LayoutOptions, layOut, type Tile } from './layout.ts';
import type { Person } from './people.ts';

/** What of a person decides how large their streams may be shown. */
export type Shown = Pick<Person, 'id' | 'pinned' | 'sharesScreen'>;

/** The size of a stream that is not shown. */
const NOT_SHOWN: Size = { width: 0, height: 0 };

/**
 * The largest size at which each stream can be shown while the people, their pins and their screens do not change: the
 * size of its tile if its sender spoke next. A layer that is requested only then arrives too late.
 *
 * @param people in any order
 * @returns finds the size of a stream in pixels; 0 × 0 if it is not shown, also when its sender speaks
 */
export function streamSizes(
	people: readonly Shown[],
	options: LayoutOptions,
): (participantId: string, source: Tile['source']) => Size {
	const all = people.map((person, order): Person => ({ ...person, order, spokeMs: 0, hasCamera: true }));
	const byId = new Map(all.map((person) => [person.id, person]));
	// The speaker comes before all others of the same kind, so one person of a kind stands for each of them.
	const ofKind = new Map<string, readonly Tile[]>();
	return (participantId, source) => {
		const person = byId.get(participantId);
		if (person === undefined) return NOT_SHOWN;
		const kind = `${person.pinned} ${person.sharesScreen}`;
		let tiles = ofKind.get(kind);
		if (tiles === undefined) {
			const speaks = { ...person, spokeMs: 1 };
			const picture = layOut([...all.filter((other) => other !== person), speaks], options);
			tiles = picture.filter((tile) => tile.participantId === participantId);
			ofKind.set(kind, tiles);
		}
		const { width, height } = tiles.find((tile) => tile.source === source)?.rect ?? NOT_SHOWN;
		return { width, height };
	};
}
