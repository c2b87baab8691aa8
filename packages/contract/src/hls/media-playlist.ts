import { partName } from './names.ts';
import type { HlsMedia, HlsPart, HlsSegment, OpenHlsSegment } from './segment.ts';

export interface MediaPlaylistOptions {
	/** EXT-X-TARGETDURATION, seconds. The same for the whole life of a stream. */
	readonly targetDurationSeconds: number;
	/** The longest a part may be, ms; left out for a playlist without parts. */
	readonly partTargetMs?: number;
	/** Lists the last so many segments only; left out, all there are: EVENT, and VOD when the stream has ended. */
	readonly window?: number;
	/** Answer to `_HLS_skip=YES`: segments the player must know already are replaced by a count (§6.2.5.1). */
	readonly skip?: boolean;
	/** Where the name of a file is found; default: beside the playlist. */
	readonly resolve?: (uri: string) => string;
	/** Where in its file something is, bytes, for streams that are one file; parts have none. */
	readonly range?: (uri: string) => { readonly offset: number; readonly bytes: number } | undefined;
}

/** Enough for EXT-X-SKIP, the newest thing used here (§8). */
const VERSION = 9;
/** CAN-SKIP-UNTIL in target durations: the least that is allowed (§4.4.3.8). */
const SKIP_TARGET_DURATIONS = 6;
/** Parts older than this many target durations are listed no more (§6.2.2). */
const PART_TARGET_DURATIONS = 3;
/** PART-HOLD-BACK in part targets: what is recommended (§4.4.3.8). */
const HOLD_BACK_PARTS = 3;

/**
 * A media playlist of HTTP Live Streaming (draft-pantos-hls-rfc8216bis-16), with low-latency parts while the stream runs.
 *
 * @throws RangeError where numbers are not consecutive or something is longer than the targets say: such a playlist
 * would break players
 */
export function renderMediaPlaylist(media: HlsMedia, options: MediaPlaylistOptions): string {
	const { segments, open, ended } = media;
	check(media, options);
	const first = options.window === undefined ? 0 : Math.max(0, segments.length - options.window);
	const listed = segments.slice(first);
	const live = options.partTargetMs !== undefined && !ended;
	const skipped = live && options.skip ? skippable(listed, open, options.targetDurationSeconds) : 0;
	const lines = [
		'#EXTM3U',
		`#EXT-X-VERSION:${VERSION}`,
		`#EXT-X-TARGETDURATION:${options.targetDurationSeconds}`,
		...(live ? serverControl(options.targetDurationSeconds, options.partTargetMs ?? 0) : []),
		`#EXT-X-MEDIA-SEQUENCE:${listed[0]?.number ?? open?.number ?? 0}`,
		`#EXT-X-DISCONTINUITY-SEQUENCE:${segments.slice(0, first).filter(({ discontinuity }) => discontinuity).length}`,
		...(options.window === undefined ? [`#EXT-X-PLAYLIST-TYPE:${ended ? 'VOD' : 'EVENT'}`] : []),
		'#EXT-X-INDEPENDENT-SEGMENTS',
		...(skipped > 0 ? [`#EXT-X-SKIP:SKIPPED-SEGMENTS=${skipped}`] : []),
	];
	const resolve = options.resolve ?? ((uri: string) => uri);
	let map: string | undefined;
	const begin = (segment: OpenHlsSegment) => {
		if (segment.discontinuity) lines.push('#EXT-X-DISCONTINUITY');
		if (segment.initUri !== map) {
			const range = options.range?.(segment.initUri);
			const place = range === undefined ? '' : `,BYTERANGE="${range.bytes}@${range.offset}"`;
			lines.push(`#EXT-X-MAP:URI="${resolve(segment.initUri)}"${place}`);
		}
		map = segment.initUri;
		lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(segment.programDateTime).toISOString()}`);
	};
	const withParts = live ? firstWithParts(listed, open, options.targetDurationSeconds) : listed.length;
	for (const [index, segment] of listed.entries()) {
		if (index < skipped) continue;
		begin(segment);
		if (index >= withParts) for (const part of segment.parts) lines.push(partTag(part, resolve));
		lines.push(`#EXTINF:${seconds(segment.durationMs)},`);
		const range = options.range?.(segment.uri);
		if (range !== undefined) lines.push(`#EXT-X-BYTERANGE:${range.bytes}@${range.offset}`);
		lines.push(resolve(segment.uri));
	}
	if (live) {
		if (open) {
			begin(open);
			for (const part of open.parts) lines.push(partTag(part, resolve));
		}
		lines.push(`#EXT-X-PRELOAD-HINT:TYPE=PART,URI="${resolve(nextPart(listed, open))}"`);
	}
	if (ended) lines.push('#EXT-X-ENDLIST');
	return `${lines.join('\n')}\n`;
}

function serverControl(targetDurationSeconds: number, partTargetMs: number): string[] {
	const holdBack = seconds(partTargetMs * HOLD_BACK_PARTS);
	const skipUntil = targetDurationSeconds * SKIP_TARGET_DURATIONS;
	return [
		`#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=${holdBack},CAN-SKIP-UNTIL=${skipUntil}`,
		`#EXT-X-PART-INF:PART-TARGET=${seconds(partTargetMs)}`,
	];
}

function partTag({ uri, durationMs, independent }: HlsPart, resolve: (uri: string) => string): string {
	return `#EXT-X-PART:DURATION=${seconds(durationMs)},URI="${resolve(uri)}"${independent ? ',INDEPENDENT=YES' : ''}`;
}

/** The part that comes next, by the names the composer gives. */
function nextPart(segments: readonly HlsSegment[], open: OpenHlsSegment | undefined): string {
	if (open) return partName(open.number, open.parts.length);
	return partName((segments.at(-1)?.number ?? -1) + 1, 0);
}

/** How many segments from the front lie before a boundary, counted from the end of what there is, ms. */
function before(boundaryMs: number, segments: readonly HlsSegment[], open: OpenHlsSegment | undefined): number {
	let behindMs = open ? total(open.parts) : 0;
	for (let index = segments.length - 1; index >= 0; index--) {
		if (behindMs >= boundaryMs) return index + 1;
		behindMs += segments[index]?.durationMs ?? 0;
	}
	return 0;
}

function skippable(segments: readonly HlsSegment[], open: OpenHlsSegment | undefined, target: number): number {
	return before(target * SKIP_TARGET_DURATIONS * 1000, segments, open);
}

function firstWithParts(segments: readonly HlsSegment[], open: OpenHlsSegment | undefined, target: number): number {
	return before(target * PART_TARGET_DURATIONS * 1000, segments, open);
}

function total(parts: readonly HlsPart[]): number {
	return parts.reduce((sum, { durationMs }) => sum + durationMs, 0);
}

function seconds(ms: number): string {
	return (ms / 1000).toFixed(5);
}

function check({ segments, open }: HlsMedia, { targetDurationSeconds, partTargetMs }: MediaPlaylistOptions): void {
	const all: readonly OpenHlsSegment[] = open ? [...segments, open] : segments;
	for (const [index, { number, parts }] of all.entries()) {
		const previous = all[index - 1];
		if (previous && number !== previous.number + 1)
			throw new RangeError(`segment ${number} follows segment ${previous.number}; numbers must be consecutive`);
		const long = parts.find(({ durationMs }) => partTargetMs !== undefined && durationMs > partTargetMs + 0.5);
		if (long)
			throw new RangeError(`${long.uri} lasts ${long.durationMs} ms; a part may last ${partTargetMs} ms at most`);
	}
	for (const { uri, durationMs } of segments) {
		if (Math.round(durationMs / 1000) > targetDurationSeconds)
			throw new RangeError(`${uri} lasts ${durationMs} ms; the target duration is ${targetDurationSeconds} s`);
	}
}
