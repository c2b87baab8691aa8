/** From this many people on there is a search field. */
export const SEARCH_FROM = 10;

/** A name without what people leave out when they type: case, accents, spaces at the ends. */
const plain = (text: string) =>
	text
		.normalize('NFD')
		.replace(/\p{Diacritic}/gu, '')
		.toLocaleLowerCase()
		.trim();

/** Those whose name has every word of the query at the beginning of one of its own. */
export function filterPeople<T extends { readonly displayName: string }>(
	people: readonly T[],
	query: string,
): readonly T[] {
	const wanted = plain(query).split(/\s+/).filter(Boolean);
	if (wanted.length === 0) return people;
	return people.filter(({ displayName }) => {
		const words = plain(displayName).split(/[\s-]+/);
		return wanted.every((start) => words.some((word) => word.startsWith(start)));
	});
}
