/** A name of the official SDK, and how it is here. */
export interface Row {
	/** What it belongs to: a class, its events, a constant, or the exports of the package. */
	readonly group: string;
	readonly name: string;
	/** `same`, `missing`, or what an app that compiles there cannot do here. */
	readonly found: string;
	/** What an app has to know of it, if it is not the same or does not do the same. */
	readonly why?: string;
}
