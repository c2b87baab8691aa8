import { av1 } from './av1.ts';
import type { Carrier } from './Carrier.ts';
import { opus, vp8, vp9 } from './clearStart.ts';
import { h264 } from './h264.ts';

const CARRIERS: ReadonlyMap<string, Carrier> = new Map([
	['audio/opus', opus],
	['video/vp8', vp8],
	['video/vp9', vp9],
	['video/h264', h264],
	['video/av1', av1],
]);

/** The carrier of a codec; undefined for one whose frames cannot be encrypted. @param mimeType as `video/VP8` */
export function carrierOf(mimeType: string): Carrier | undefined {
	return CARRIERS.get(mimeType.toLowerCase());
}
