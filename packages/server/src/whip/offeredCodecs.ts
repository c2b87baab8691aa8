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
	const first = offered.find(isForwarded);
	if (first === undefined) return [];
	// Of several forms of H.264, the one that every decoder is made for.
	const chosen = isH264(first) ? (offered.filter(isForwarded).filter(isH264).sort(byH264Rank)[0] ?? first) : first;
	const rtx = offered.find(
		({ mimeType, parameters }) => isRtx(mimeType) && Number(parameters.apt) === chosen.payloadType,
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
			return isBaseline(profileOf(parameters)) && packetizationMode(parameters) <= 1;
		case 'video/vp9':
			return Number(parameters['profile-id'] ?? 0) === 0;
		default:
			return true;
	}
}

const isH264 = ({ mimeType }: OfferedCodec) => mimeType.toLowerCase() === 'video/h264';

const packetizationMode = (parameters: OfferedCodec['parameters']) => Number(parameters['packetization-mode'] ?? 0);

/** What is meant where nothing is said is Baseline, level 1 (RFC 6184, section 8.1). */
const profileOf = (parameters: OfferedCodec['parameters']) => String(parameters['profile-level-id'] ?? '42000a');

/** Which profile it is, and the flags that say what of it is not used; undefined where it is no such text. */
function profileBytes(profileLevelId: string): { idc: number; flags: number } | undefined {
	if (!/^[0-9a-f]{6}$/i.test(profileLevelId)) return undefined;
	return {
		idc: Number.parseInt(profileLevelId.slice(0, 2), 16),
		flags: Number.parseInt(profileLevelId.slice(2, 4), 16),
	};
}

/**
 * Constrained Baseline in each way to write it, and Baseline (RFC 6184, table 5). Encoders that say Baseline send nothing that
 * the constrained one does not have: slices in any order and in groups, which no browser decodes, nobody makes.
 */
function isBaseline(profileLevelId: string): boolean {
	const { idc, flags } = profileBytes(profileLevelId) ?? { idc: 0, flags: 0 };
	// Main and Extended with the flag that the stream is one of Baseline as well.
	return idc === 0x42 || ((idc === 0x4d || idc === 0x58) && (flags & 0x80) !== 0);
}

function isConstrained(profileLevelId: string): boolean {
	const { idc, flags } = profileBytes(profileLevelId) ?? { idc: 0, flags: 0 };
	if (idc === 0x42) return (flags & 0x40) !== 0;
	return isBaseline(profileLevelId) && (idc === 0x4d || (flags & 0x40) !== 0);
}

function byH264Rank(one: OfferedCodec, other: OfferedCodec): number {
	const rank = ({ parameters }: OfferedCodec) =>
		(isConstrained(profileOf(parameters)) ? 0 : 1) + (packetizationMode(parameters) === 1 ? 0 : 2);
	return rank(one) - rank(other);
}

/**
 * A codec as it is forwarded. Every form of Baseline that is taken is a stream of Constrained Baseline in packetization mode 1,
 * which is what receivers get (RFC 7742, section 6.2); the answer keeps the publisher's own words.
 */
export function forwarded(codec: OfferedCodec): OfferedCodec {
	if (!isH264(codec)) return codec;
	const level = profileOf(codec.parameters).slice(4);
	return {
		...codec,
		parameters: { ...codec.parameters, 'packetization-mode': 1, 'profile-level-id': `42e0${level}` },
	};
}

/** The codecs of a section in words, for a person who has to choose another. */
export function offeredInWords(kind: 'audio' | 'video', media: MediaDescription): string {
	const names = media.rtp.flatMap(({ payload }) => {
		const codec = codecOf(kind, media, payload);
		if (codec === undefined || /\/(rtx|red|ulpfec|flexfec-03|cn|telephone-event)$/i.test(codec.mimeType)) return [];
		const name = codec.mimeType.split('/')[1] ?? '';
		if (isH264(codec))
			return `${name} (profile-level-id ${profileOf(codec.parameters)}, packetization-mode ${packetizationMode(codec.parameters)})`;
		const profile = codec.parameters['profile-id'];
		return profile === undefined ? name : `${name} (profile-id ${profile})`;
	});
	return [...new Set(names)].slice(0, 8).join(', ') || 'no codec that has an `a=rtpmap`';
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
