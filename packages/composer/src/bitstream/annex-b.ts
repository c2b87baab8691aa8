/** The NAL units of an Annex B access unit, with start codes of either length (ITU-T H.264 annex B). */
export function annexBUnits(unit: Buffer): Buffer[] {
	const units: Buffer[] = [];
	let start = -1;
	for (let at = unit.indexOf('\0\0\x01', 0, 'latin1'); at >= 0; at = unit.indexOf('\0\0\x01', at + 3, 'latin1')) {
		if (start >= 0) units.push(withoutTrailingZeros(unit.subarray(start, at)));
		start = at + 3;
	}
	if (start >= 0) units.push(withoutTrailingZeros(unit.subarray(start)));
	return units.filter(({ length }) => length > 0);
}

/** A NAL unit ends with a set bit: zero bytes behind it are padding, or belong to the next start code. */
function withoutTrailingZeros(unit: Buffer): Buffer {
	let end = unit.length;
	while (end > 0 && unit[end - 1] === 0) end -= 1;
	return unit.subarray(0, end);
}
