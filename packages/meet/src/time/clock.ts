/**
 * The only file of this package that reads the wall clock, which steps: it says when something happened, and never how
 * long it lasted. That is `performance.now()`.
 */

/** The wall clock, in epoch ms. */
export function epochMs(): number {
	return Date.now();
}
