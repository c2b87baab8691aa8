import type { HlsInitEvent, HlsPartEvent, HlsSegmentEvent } from '../composer/events.ts';
import type { HlsMedia, HlsPart, HlsSegment, OpenHlsSegment } from './segment.ts';

/** Segments that keep their parts: more than playlists ever list. */
const SEGMENTS_WITH_PARTS = 8;

/** Puts a composer's events together to what playlists are rendered from. URIs are the names of the files. */
export class HlsTimeline implements HlsMedia {
	readonly #segments: HlsSegment[];
	#open: (OpenHlsSegment & { readonly parts: HlsPart[] }) | undefined;
	/** The last part of its segment, listed with it: a playlist that had the one alone would hint at a part that never comes. */
	#last: HlsPart | undefined;
	#ended = false;

	/** @param segments those of before a crash, in order */
	constructor(segments: readonly HlsSegment[] = []) {
		this.#segments = [...segments];
	}

	get segments(): readonly HlsSegment[] {
		return this.#segments;
	}

	get open(): OpenHlsSegment | undefined {
		// One whose only part is held back has nothing to list.
		return this.#open && this.#open.parts.length > 0 ? this.#open : undefined;
	}

	/** The segment in the making with all its parts, listed or not: what is left when the composer goes. */
	get unfinished(): OpenHlsSegment | undefined {
		if (!this.#open) return undefined;
		return this.#last ? { ...this.#open, parts: [...this.#open.parts, this.#last] } : this.#open;
	}

	get ended(): boolean {
		return this.#ended;
	}

	/** The number that a sink continues with. */
	get nextSegment(): number {
		return this.#open ? this.#open.number + 1 : (this.#segments.at(-1)?.number ?? -1) + 1;
	}

	get durationMs(): number {
		return this.#segments.reduce((sum, { durationMs }) => sum + durationMs, 0);
	}

	/** Takes over an event. Those of one sink must come in the order they were sent. */
	apply(event: HlsInitEvent | HlsPartEvent | HlsSegmentEvent): void {
		if (event.type === 'hls-part') this.#part(event);
		else if (event.type === 'hls-segment') this.#segment(event);
	}

	/**
	 * The composer has gone in the middle of a segment: what its parts hold becomes a segment, whose file the caller makes by
	 * joining theirs.
	 *
	 * @param uri of that file
	 * @returns the segment; `undefined` where none was begun
	 */
	finishOpen(uri: string): HlsSegment | undefined {
		const open = this.#open;
		if (!open) return undefined;
		this.#open = undefined;
		const parts = this.#allParts(open);
		const durationMs = parts.reduce((sum, part) => sum + part.durationMs, 0);
		const segment = { ...open, parts, uri, durationMs };
		this.#push(segment);
		return segment;
	}

	/** No more will come. */
	end(): void {
		this.#ended = true;
	}

	#part(event: HlsPartEvent): void {
		const { segment, path, durationMs, independent, last } = event;
		const part = { uri: fileName(path), durationMs, independent };
		if (this.#open?.number !== segment) {
			const { programDateTime, discontinuity, initPath } = event;
			this.#open = { number: segment, programDateTime, discontinuity, initUri: fileName(initPath), parts: [] };
		}
		if (last) this.#last = part;
		else this.#open.parts.push(part);
	}

	#segment({ number, path, durationMs, programDateTime, discontinuity, initPath }: HlsSegmentEvent): void {
		const parts = this.#open?.number === number ? this.#allParts(this.#open) : [];
		this.#open = undefined;
		const [uri, initUri] = [fileName(path), fileName(initPath)];
		this.#push({ number, programDateTime, discontinuity, initUri, parts, uri, durationMs });
	}

	#allParts(open: OpenHlsSegment): readonly HlsPart[] {
		const parts = this.#last ? [...open.parts, this.#last] : open.parts;
		this.#last = undefined;
		return parts;
	}

	#push(segment: HlsSegment): void {
		this.#segments.push(segment);
		const old = this.#segments.length - 1 - SEGMENTS_WITH_PARTS;
		const before = this.#segments[old];
		if (before) this.#segments[old] = { ...before, parts: [] };
	}
}

/** Whichever system's separators the composer's path has. */
function fileName(path: string): string {
	return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
