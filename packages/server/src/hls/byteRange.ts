/** Bytes from `first` to `last`, both counted from 0. */
export interface ByteRange {
	readonly first: number;
	readonly last: number;
}

/**
 * What a `Range` header asks for (RFC 9110, section 14).
 *
 * @param size bytes there are
 * @returns undefined when all of it is to be sent: without a header, or with one that may be ignored (several ranges,
 *   other units); `'unsatisfiable'` when nothing of it is there
 */
export function byteRange(header: string | undefined, size: number): ByteRange | 'unsatisfiable' | undefined {
	const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '') ?? [];
	if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
	if (from === '') {
		const length = Math.min(Number(to), size);
		return length === 0 ? 'unsatisfiable' : { first: size - length, last: size - 1 };
	}
	const first = Number(from);
	if (to !== '' && Number(to) < first) return undefined;
	if (first >= size) return 'unsatisfiable';
	return { first, last: to === '' ? size - 1 : Math.min(Number(to), size - 1) };
}
