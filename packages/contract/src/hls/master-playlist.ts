/** One rendition of a stream. */
export interface HlsVariant {
	/** Its media playlist. */
	readonly uri: string;
	/** RFC 6381, as `hls-init` tells. */
	readonly codecs: string;
	/** Bits per second that no segment exceeds. */
	readonly bandwidth: number;
	/** Bits per second on average over all segments. */
	readonly averageBandwidth?: number;
	readonly width?: number;
	readonly height?: number;
	readonly frameRate?: number;
}

/** A multivariant playlist (draft-pantos-hls-rfc8216bis-16 §4.4.6): the renditions a player may choose from, the best first. */
export function renderMasterPlaylist(variants: readonly HlsVariant[]): string {
	const lines = ['#EXTM3U', '#EXT-X-VERSION:9', '#EXT-X-INDEPENDENT-SEGMENTS'];
	for (const { uri, codecs, bandwidth, averageBandwidth, width, height, frameRate } of variants) {
		const attributes = [
			`BANDWIDTH=${Math.ceil(bandwidth)}`,
			...(averageBandwidth === undefined ? [] : [`AVERAGE-BANDWIDTH=${Math.ceil(averageBandwidth)}`]),
			`CODECS="${codecs}"`,
			...(width && height ? [`RESOLUTION=${width}x${height}`] : []),
			...(frameRate === undefined ? [] : [`FRAME-RATE=${frameRate.toFixed(3)}`]),
		];
		lines.push(`#EXT-X-STREAM-INF:${attributes.join(',')}`, uri);
	}
	return `${lines.join('\n')}\n`;
}
