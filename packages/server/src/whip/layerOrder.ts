/** Names that encoders give to simulcast layers, each list from the smallest to the largest. */
const KNOWN_NAMES = [
	['q', 'h', 'f'],
	['l', 'm', 'h'],
	['low', 'mid', 'high'],
	['low', 'med', 'high'],
	['low', 'medium', 'high'],
];

/**
 * The layers of a simulcast offer from the smallest to the largest, as media servers want them. SDP does not say how large
 * they are: names that are known tell, and else it is the order of `a=simulcast`, which begins with the most wanted layer
 * (RFC 8853, section 5.2).
 *
 * @param rids all that are sent
 * @param list of `a=simulcast`, such as `0;1;~2`; undefined when there is none
 */
export function smallestFirst(rids: readonly string[], list: string | undefined): string[] {
	const known = KNOWN_NAMES.find((names) => rids.every((rid) => names.includes(rid)));
	if (known !== undefined) return [...rids].sort((a, b) => known.indexOf(a) - known.indexOf(b));
	// Of alternatives (`1,2`) the first counts; `~` is a layer that begins paused.
	const ordered = (list ?? '').split(';').map((layer) => layer.split(',')[0]?.replace(/^~/, '') ?? '');
	const listed = ordered.filter((rid) => rids.includes(rid));
	return (listed.length === rids.length ? listed : [...rids]).reverse();
}
