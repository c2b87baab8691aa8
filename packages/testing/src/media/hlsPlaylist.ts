/**
 * Reads media playlists and checks them against the rules of draft-pantos-hls-rfc8216bis-16: on purpose without a line of the
 * code that renders them.
 */

export interface ListedPart {
	readonly uri: string;
	readonly duration: number;
	readonly independent: boolean;
}

export interface ListedSegment {
	readonly number: number;
	readonly uri: string;
	readonly duration: number;
	readonly dateTime: number;
	readonly map: string;
	readonly discontinuity: number;
	readonly parts: readonly ListedPart[];
}

export interface ListedPlaylist {
	readonly targetDuration: number;
	readonly partTarget: number | undefined;
	readonly control: ReadonlyMap<string, string>;
	readonly type: string | undefined;
	readonly segments: readonly ListedSegment[];
	/** Parts behind the last segment. */
	readonly trailing: readonly ListedPart[];
	/** The discontinuity sequence number of the trailing parts. */
	readonly discontinuity: number;
	readonly hint: string | undefined;
	readonly ended: boolean;
}

/** The attributes of a tag, quotes taken off (§4.2). */
export function attributes(text: string): Map<string, string> {
	return new Map(
		[...text.matchAll(/([A-Z0-9-]+)=("[^"]*"|[^,]*)/g)].map(([, name = '', value = '']) => [
			name,
			value.replaceAll('"', ''),
		]),
	);
}

/** @throws where a line is not understood or a tag is missing where one has to be */
export function readPlaylist(text: string): ListedPlaylist {
	const lines = text.split('\n').filter((line) => line !== '');
	if (lines[0] !== '#EXTM3U') throw new Error('does not begin with #EXTM3U');
	const values = new Map<string, string>();
	const segments: ListedSegment[] = [];
	let parts: ListedPart[] = [];
	let map = '';
	let dateTime = Number.NaN;
	let duration: number | undefined;
	let discontinuity = 0;
	for (const line of lines.slice(1)) {
		const [, tag = '', value = ''] = /^#(EXT[A-Z0-9-]*):?(.*)$/.exec(line) ?? [];
		if (tag === 'EXT-X-DISCONTINUITY-SEQUENCE') discontinuity = Number(value);
		else if (tag === 'EXT-X-DISCONTINUITY') discontinuity += 1;
		else if (tag === 'EXT-X-MAP') map = attributes(value).get('URI') ?? '';
		else if (tag === 'EXT-X-PROGRAM-DATE-TIME') dateTime = Date.parse(value);
		else if (tag === 'EXTINF') duration = Number(value.replace(/,.*$/, ''));
		else if (tag === 'EXT-X-PART') parts.push(readPart(value));
		else if (tag !== '') values.set(tag, value);
		else if (line.startsWith('#')) throw new Error(`a line that is no tag: ${line}`);
		else {
			if (duration === undefined) throw new Error(`no EXTINF before ${line}`);
			if (map === '') throw new Error(`no EXT-X-MAP before ${line}`);
			const number = Number(values.get('EXT-X-MEDIA-SEQUENCE') ?? 0) + segments.length;
			segments.push({ number, uri: line, duration, dateTime, map, discontinuity, parts });
			parts = [];
			duration = undefined;
		}
	}
	const partInf = values.get('EXT-X-PART-INF');
	return {
		targetDuration: Number(values.get('EXT-X-TARGETDURATION')),
		partTarget: partInf === undefined ? undefined : Number(attributes(partInf).get('PART-TARGET')),
		control: attributes(values.get('EXT-X-SERVER-CONTROL') ?? ''),
		type: values.get('EXT-X-PLAYLIST-TYPE'),
		segments,
		trailing: parts,
		discontinuity,
		hint: attributes(values.get('EXT-X-PRELOAD-HINT') ?? '').get('URI'),
		ended: values.has('EXT-X-ENDLIST'),
	};
}

function readPart(value: string): ListedPart {
	const fields = attributes(value);
	return {
		uri: fields.get('URI') ?? '',
		duration: Number(fields.get('DURATION')),
		independent: fields.get('INDEPENDENT') === 'YES',
	};
}

/** What is wrong with one playlist; nothing, if all is right. */
export function findFaults(playlist: ListedPlaylist): string[] {
	const faults: string[] = [];
	const { segments, targetDuration, partTarget, control, ended } = playlist;
	if (!Number.isInteger(targetDuration)) faults.push('§4.4.3.1: EXT-X-TARGETDURATION is missing or no whole number');
	for (const { uri, duration, parts } of segments) {
		if (Math.round(duration) > targetDuration) faults.push(`§4.4.3.1: ${uri} lasts ${duration} s`);
		if (parts.length === 0) continue;
		const sum = parts.reduce((total, part) => total + part.duration, 0);
		if (Math.abs(sum - duration) > 0.001) faults.push(`the parts of ${uri} last ${sum} s, itself ${duration} s`);
		if (!parts[0]?.independent) faults.push(`§4.4.4.9: ${uri} begins with a part that is not independent`);
		for (const part of parts.slice(0, -1)) {
			if (part.duration < (partTarget ?? 0) * 0.85) faults.push(`§4.4.3.7: ${part.uri} lasts ${part.duration} s`);
		}
	}
	for (const part of [...segments.flatMap(({ parts }) => parts), ...playlist.trailing]) {
		if (partTarget === undefined) faults.push('§4.4.3.7: parts without EXT-X-PART-INF');
		else if (part.duration > partTarget) faults.push(`§4.4.3.7: ${part.uri} lasts ${part.duration} s`);
	}
	if (playlist.trailing[0] && !playlist.trailing[0].independent)
		faults.push('the first trailing part is not independent');
	for (const [index, segment] of segments.entries()) {
		const next = segments[index + 1];
		if (!next || next.discontinuity !== segment.discontinuity) continue;
		const off = Math.abs(next.dateTime - segment.dateTime - segment.duration * 1000);
		if (off > 2) faults.push(`§4.4.4.6: ${next.uri} begins ${off} ms off the end of ${segment.uri}`);
	}
	if (partTarget !== undefined) {
		if (control.get('CAN-BLOCK-RELOAD') !== 'YES') faults.push('§4.4.3.8: parts without CAN-BLOCK-RELOAD');
		if (Number(control.get('PART-HOLD-BACK')) < 3 * partTarget - 0.001)
			faults.push('§4.4.3.8: PART-HOLD-BACK is too small');
		if (Number(control.get('CAN-SKIP-UNTIL') ?? 1e9) < 6 * targetDuration)
			faults.push('§4.4.3.8: CAN-SKIP-UNTIL is too small');
		if (playlist.hint === undefined) faults.push('§6.2.2: no preload hint');
	}
	if (ended && (partTarget !== undefined || playlist.hint)) faults.push('ended, and yet it is for live players');
	return faults;
}

/** What is wrong between one version of a playlist and a later one (§6.2.1): a player must find what it knows unchanged. */
export function findChanges(before: ListedPlaylist, after: ListedPlaylist): string[] {
	const faults: string[] = [];
	if (before.targetDuration !== after.targetDuration) faults.push('§4.4.3.1: EXT-X-TARGETDURATION has changed');
	if (before.ended) faults.push('§4.4.3.4: something came after the end');
	const first = (playlist: ListedPlaylist) => playlist.segments[0]?.number ?? 0;
	if (first(after) < first(before)) faults.push('§4.4.3.2: EXT-X-MEDIA-SEQUENCE went down');
	if (before.type === 'EVENT' && first(after) !== first(before))
		faults.push('§4.4.3.5: an EVENT playlist lost segments');
	const known = new Map(after.segments.map((segment) => [segment.number, segment]));
	for (const segment of before.segments) {
		const later = known.get(segment.number);
		if (!later) {
			if (segment.number >= first(after)) faults.push(`§6.2.1: segment ${segment.number} is missing`);
			continue;
		}
		const same = (['uri', 'duration', 'dateTime', 'map', 'discontinuity'] as const).every(
			(field) => later[field] === segment[field],
		);
		if (!same) faults.push(`§6.2.1: segment ${segment.number} has changed`);
	}
	const parts = new Set(
		[...after.segments.flatMap((segment) => segment.parts), ...after.trailing].map(({ uri }) => uri),
	);
	const grown = after.segments.length > before.segments.length || after.trailing.length > before.trailing.length;
	// Interrupted parts do not count.
	const wentOn = grown && !after.ended && after.discontinuity === before.discontinuity;
	if (before.hint && wentOn && !parts.has(before.hint))
		faults.push(`§6.2.2: ${before.hint} was hinted at and did not come`);
	return faults;
}
