/** A write of somebody whose place another has taken: it is refused, and no later try can end differently. */
export class Superseded extends Error {
	override readonly name = 'Superseded';
}
