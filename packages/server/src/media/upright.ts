import type { RtpCapabilities } from '@roomcast/contract';

/**
 * The header extension by which a phone says how it is held, instead of turning its pictures (3GPP TS 26.114, section
 * 7.4.5).
 */
export const VIDEO_ORIENTATION = 'urn:3gpp:video-orientation';

/**
 * What a router can do without the extension for the orientation. Senders that may not use it turn the pictures
 * themselves (RFC 7742, section 4): they are upright wherever they go, also in files that are copied, which have one turn
 * for all their pictures.
 */
export function uprightOnly(capabilities: RtpCapabilities): RtpCapabilities {
	const { headerExtensions } = capabilities;
	if (headerExtensions === undefined) return capabilities;
	return { ...capabilities, headerExtensions: headerExtensions.filter(({ uri }) => uri !== VIDEO_ORIENTATION) };
}
