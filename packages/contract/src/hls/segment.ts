/** A part of a segment, as playlists list it. */
export interface HlsPart {
	readonly uri: string;
	readonly durationMs: number;
	/** A player may begin with it. */
	readonly independent: boolean;
}

/** A segment whose parts are still coming. */
export interface OpenHlsSegment {
	/** Media sequence number. */
	readonly number: number;
	/** Epoch ms of its first moment. */
	readonly programDateTime: number;
	/** Its timestamps do not follow those of the segment before. */
	readonly discontinuity: boolean;
	readonly initUri: string;
	readonly parts: readonly HlsPart[];
}

/** A segment that is whole. Its parts may be left out: only those near the end are ever listed. */
export interface HlsSegment extends OpenHlsSegment {
	readonly uri: string;
	readonly durationMs: number;
}

/** What there is of a stream: segments with consecutive numbers, and the one in the making. */
export interface HlsMedia {
	readonly segments: readonly HlsSegment[];
	readonly open?: OpenHlsSegment | undefined;
	/** No more will come. */
	readonly ended: boolean;
}
