import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { CaptureOptions, StoredCapture } from '../egress/StoredCapture.ts';

/** How HLS was asked for. */
export interface HlsOptions extends CaptureOptions {
	/** What its URLs are made of. The secret is the part of them that cannot be guessed. */
	readonly hls?: { readonly secret: string; readonly publicUrl: string } | undefined;
}

/** A capture that may be HLS. */
export type HlsIdentity = Pick<StoredCapture<HlsOptions>, 'id' | 'options'>;

/** Where players find a stream. */
export interface HlsUrls {
	/** Live, and everything before. */
	readonly playbackHlsUrl: string;
	/** Older name of `playbackHlsUrl`. */
	readonly downstreamUrl: string;
	/** Live only. */
	readonly livestreamUrl: string;
}

const CAPTURE_ID_LENGTH = 24;

/** The part of a public id that nobody can guess: 96 bits. */
export function newHlsSecret(): string {
	return randomBytes(12).toString('hex');
}

/** What URLs call a stream: anyone who knows it may watch. Undefined for what is no HLS. */
export function hlsIdOf({ id, options }: HlsIdentity): string | undefined {
	return options.hls && id + options.hls.secret;
}

/** The id of the capture of a public id; undefined when it cannot be one. */
export function captureIdOf(publicId: string): string | undefined {
	return /^[0-9a-f]{48}$/.test(publicId) ? publicId.slice(0, CAPTURE_ID_LENGTH) : undefined;
}

/** Whether a public id is that of a capture. */
export function isHlsId(publicId: string, capture: HlsIdentity): boolean {
	const own = hlsIdOf(capture);
	return own?.length === publicId.length && timingSafeEqual(Buffer.from(own), Buffer.from(publicId));
}

/**
 * The URLs of a stream; undefined for what is no HLS.
 *
 * @param publicUrl base of every link; default: what it was when the stream began
 */
export function hlsUrlsOf(capture: HlsIdentity, publicUrl = capture.options.hls?.publicUrl): HlsUrls | undefined {
	const id = hlsIdOf(capture);
	if (id === undefined) return undefined;
	const playbackHlsUrl = `${publicUrl}/hls/${id}/index.m3u8`;
	return { playbackHlsUrl, downstreamUrl: playbackHlsUrl, livestreamUrl: `${publicUrl}/hls/${id}/live.m3u8` };
}
