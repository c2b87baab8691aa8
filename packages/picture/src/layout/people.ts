import type { PictureConfig } from '../config.ts';

/** Someone a layout may show. */
export interface Person {
	readonly id: string;
	/** Order of joining. */
	readonly order: number;
	readonly pinned: boolean;
	/** When they last began to speak, ms; 0 for never. */
	readonly spokeMs: number;
	/** A picture can be shown, not only the avatar. */
	readonly hasCamera: boolean;
	readonly sharesScreen: boolean;
}

export type Priority = PictureConfig['layout']['priority'];

/** Most important first: who is pinned where that counts, then who spoke last, then who shows a picture, then who came first. */
function byImportance(priority: Priority): (a: Person, b: Person) => number {
	return (a, b) =>
		(priority === 'PIN' ? Number(b.pinned) - Number(a.pinned) : 0) ||
		b.spokeMs - a.spokeMs ||
		Number(b.hasCamera) - Number(a.hasCamera) ||
		a.order - b.order;
}

/** The one person a layout leads with. */
export function leader(people: readonly Person[], priority: Priority): Person | undefined {
	return people.toSorted(byImportance(priority))[0];
}

/** The `count` most important, in the order of joining, so that nobody changes places when another speaks. */
export function choose(people: readonly Person[], count: number, priority: Priority): Person[] {
	return people
		.toSorted(byImportance(priority))
		.slice(0, count)
		.sort((a, b) => a.order - b.order);
}

/** Whose screen is shown where several share: the pinned one where that counts, else the newest speaker's. */
export function presenter(people: readonly Person[], priority: Priority): Person | undefined {
	return leader(
		people.filter((person) => person.sharesScreen),
		priority,
	);
}
