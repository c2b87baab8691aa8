/** Parts of a capture are on a node that does not answer now. It may come back: then the same succeeds. */
export class PartsAway extends Error {
	override readonly name = 'PartsAway';
}
