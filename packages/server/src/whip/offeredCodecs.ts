import type { MediaDescription } from 'sdp-transform';
import sdpTransform from 'sdp-transform';
import { ROUTER_CODECS } from '../media/codecs.ts';

/** A codec of an offer, as media servers describe it. */
export interface OfferedCodec {
	readonly mimeType: string;
	readonly payloadType: number;
	readonly clockRate: number;
	readonly channels?: number;
	readonly parameters: Readonly<Record<string, string | number>>;
	readonly rtcpFeedback: readonly { readonly type: string; readonly parameter?: string }[];
}

/**
 * The codec of a section that is taken, the first in the publisher's order that is forwarded, and its retransmissions.
 *
 * @returns nothing where none is
 */
export function codecsOf(kind: 'audio' | 'video', media: MediaDescription): OfferedCodec[] {
	// A single payload type comes as a number.
	const order = String(media.payloads ?? '')
		.split(' ')
		.map(Number);
	const offered = order.flatMap((payloadType) => codecOf(kind, media, payloadType) ?? []);
	const chosen = offered.find(isForwarded);
	if (chosen === undefined) return [];
	const rtx = offered.find(
		({ mimeType, parameters }) => isRtx(mimeType) && Number(parameters['apt']) === chosen.payloadType,
	);
	return rtx === undefined ? [chosen] : [chosen, rtx];
}

function isRtx(mimeType: string): boolean {
	return mimeType.toLowerCase().endsWith('/rtx');
}

function isForwarded({ mimeType, clockRate, parameters }: OfferedCodec): boolean {
	const known = ROUTER_CODECS.some(
		(codec) => codec.mimeType.toLowerCase() === mimeType.toLowerCase() && codec.clockRate === clockRate,
	);
	if (!known) return false;
	switch (mimeType.toLowerCase()) {
		case 'video/h264':
			// Constrained baseline in packetization mode 1, which all browsers decode (RFC 7742, section 6.2).
			return (
				Number(parameters['packetization-mode'] ?? 0) === 1 &&
				isConstrainedBaseline(String(parameters['profile-level-id'] ?? ''))
			);
		case 'video/vp9':
			return Number(parameters['profile-id'] ?? 0) === 0;
		default:
			return true;
	}
}

/** Profile 66 with the flag of its second byte that says so (RFC 6184, section 8.1). */
function isConstrainedBaseline(profileLevelId: string): boolean {
	return /^42[0-9a-f]{4}$/i.test(profileLevelId) && (Number.parseInt(profileLevelId.slice(2, 4), 16) & 0x40) !== 0;
}

function codecOf(kind: 'audio' | 'video', media: MediaDescription, payloadType: number): OfferedCodec | undefined {
	const map = media.rtp.find(({ payload }) => payload === payloadType);
	if (map === undefined) return undefined;
	const format = media.fmtp.find(({ payload }) => payload === payloadType);
	const feedback = (media.rtcpFb ?? []).filter(
		({ payload }) => Number(payload) === payloadType || String(payload) === '*',
	);
	return {
		mimeType: `${kind}/${map.codec}`,
		payloadType,
		clockRate: map.rate ?? (kind === 'video' ? 90_000 : 48_000),
		...(kind === 'audio' ? { channels: Number(map.encoding ?? 1) } : {}),
		parameters: format === undefined ? {} : parametersOf(String(format.config)),
		rtcpFeedback: feedback.map(({ type, subtype }) => ({
			type: String(type),
			...(subtype ? { parameter: String(subtype) } : {}),
		})),
	};
}

/** `sdp-transform` takes `42001f` for a number when it can: H.264 levels are texts. */
function parametersOf(config: string): Record<string, string | number> {
	const parsed = Object.entries(sdpTransform.parseParams(config));
	const parameters = Object.fromEntries(parsed.map(([key, value]) => [key, value ?? '']));
	const level = /profile-level-id=([0-9a-fA-F]+)/.exec(config)?.[1];
	return level === undefined ? parameters : { ...parameters, 'profile-level-id': level };
}
