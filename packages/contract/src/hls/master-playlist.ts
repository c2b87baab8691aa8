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

/**
 * A multivariant playlist (draft-pantos-hls-rfc8216bis-16 §4.4.6): the renditions a player may choose from, the best first.
 *
 * It says that there are no closed captions in the pictures (`CLOSED-CAPTIONS=NONE`, §4.4.6.2), because Shaka Player looks
 * for some where nothing is said: in three segments of the list, of an EVENT list also in what follows the last whole
 * segment, the parts and the hint, which has no URI of its own, and loading fails.
 */
export function renderMasterPlaylist(variants: readonly HlsVariant[]): string {
	const lines = ['#EXTM3U', '#EXT-X-VERSION:9', '#EXT-X-INDEPENDENT-SEGMENTS'];
	for (const { uri, codecs, bandwidth, averageBandwidth, width, height, frameRate } of variants) {
		const attributes = [
			`BANDWIDTH=${Math.ceil(bandwidth)}`,
			...(averageBandwidth === undefined ? [] : [`AVERAGE-BANDWIDTH=${Math.ceil(averageBandwidth)}`]),
			`CODECS="${codecs}"`,
			...(width && height ? [`RESOLUTION=${width}x${height}`] : []),
			...(frameRate === undefined ? [] : [`FRAME-RATE=${frameRate.toFixed(3)}`]),
			'CLOSED-CAPTIONS=NONE',
		];
		lines.push(`#EXT-X-STREAM-INF:${attributes.join(',')}`, uri);
	}
	return `${lines.join('\n')}\n`;
}
