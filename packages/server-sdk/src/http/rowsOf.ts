/** A page of a list. */
interface Page {
	readonly pageInfo: { readonly lastPage: number };
}

/**
 * All rows of a list, page by page as they are asked for. Rows that move to the next page, because newer ones came, come
 * once.
 *
 * @param list asks for a page, from 1
 * @param rows those of a page
 */
export async function* rowsOf<P extends Page, Row extends object>(
	list: (page: number) => Promise<P>,
	rows: (page: P) => readonly Row[],
): AsyncGenerator<Row, void, undefined> {
	const seen = new Set<unknown>();
	for (let number = 1, last = 1; number <= last; number++) {
		const page = await list(number);
		last = page.pageInfo.lastPage;
		for (const row of rows(page)) {
			const { id, _id } = row as { readonly id?: unknown; readonly _id?: unknown };
			const key = id ?? _id ?? row;
			if (seen.has(key)) continue;
			seen.add(key);
			yield row;
		}
	}
}
