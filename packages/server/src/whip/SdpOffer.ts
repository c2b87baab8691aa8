import { type DtlsParameters, RoomcastError, type RtpParameters } from '@roomcast/contract';
import sdpTransform, { type MediaDescription, type SessionDescription } from 'sdp-transform';
import { smallestFirst } from './layerOrder.ts';
import { codecsOf, forwarded, type OfferedCodec, offeredInWords } from './offeredCodecs.ts';

/** A section of an offer that this server may take. */
export interface OfferedMedia {
	readonly mid: string;
	readonly kind: 'audio' | 'video';
	/** The codec that is taken, and its retransmissions. */
	readonly codecs: readonly OfferedCodec[];
	readonly rtpParameters: RtpParameters;
	/** Names of simulcast streams; empty for one stream. */
	readonly rids: readonly string[];
}

/** A section of an offer, in its order. What is not taken is refused in the answer. */
export interface OfferedSection {
	readonly mid: string;
	/** As it is written: `video`, and `9`, `UDP/TLS/RTP/SAVPF`. */
	readonly type: string;
	readonly protocol: string;
	readonly payloads: string;
	readonly media: OfferedMedia | undefined;
	/** Why it is not taken. */
	readonly refusal: string | undefined;
}

/** RTP header extensions that are forwarded. Not the orientation: publishers turn their pictures themselves (see `uprightOnly`). */
const EXTENSIONS: readonly string[] = [
	'urn:ietf:params:rtp-hdrext:sdes:mid',
	'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
	'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
	'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
	'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
	'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
	'urn:ietf:params:rtp-hdrext:toffset',
	'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time',
];

/** An offer of a publisher (RFC 8829), as far as it matters to the receiver of the media. */
export class SdpOffer {
	readonly sections: readonly OfferedSection[];
	readonly dtls: DtlsParameters;
	/** Of the publisher's ICE session. */
	readonly iceUserName: string | undefined;

	private constructor(sections: readonly OfferedSection[], dtls: DtlsParameters, iceUserName: string | undefined) {
		this.sections = sections;
		this.dtls = dtls;
		this.iceUserName = iceUserName;
	}

	/**
	 * @throws RoomcastError VALIDATION_FAILED naming what of it cannot be used; CODEC_NOT_SUPPORTED where of the sound or the
	 *   picture that it wants to send nothing can be taken: to publish the rest would be a loss that nobody learns of
	 */
	static parse(text: string): SdpOffer {
		if (!text.startsWith('v=0')) throw refused('it does not begin with `v=0`');
		const session = sdpTransform.parse(text);
		if (session.media.length === 0) throw refused('it has no media section');
		const sections = session.media.map((media, index) => section(session, media, index));
		for (const kind of ['audio', 'video']) {
			const lost = sections.filter(({ type, refusal }) => type === kind && refusal?.startsWith(UNKNOWN) === true);
			const taken = sections.some(({ media }) => media?.kind === kind);
			if (lost.length > 0 && !taken)
				throw new RoomcastError('CODEC_NOT_SUPPORTED', lost.map(({ refusal }) => refusal).join('; '));
		}
		if (!sections.some(({ media }) => media !== undefined))
			throw refused('nothing of it can be taken: send Opus, or VP8, VP9, H.264 (packetization mode 1) or AV1');
		return new SdpOffer(sections, dtlsOf(session), iceUserNameOf(text));
	}

	/** What is not taken, and why: a sentence each. */
	get refusals(): string[] {
		return this.sections.flatMap(({ refusal }) => refusal ?? []);
	}

	/** What is taken. */
	get media(): OfferedMedia[] {
		return this.sections.flatMap(({ media }) => (media === undefined ? [] : [media]));
	}
}

/** The first user name fragment of ICE in an offer, or in a part of one (RFC 9725, section 4.3.1). */
export function iceUserNameOf(fragment: string): string | undefined {
	return /^a=ice-ufrag:(\S+)\s*$/m.exec(fragment)?.[1];
}

function refused(why: string): RoomcastError {
	return new RoomcastError('VALIDATION_FAILED', `body is not a usable offer: ${why}`);
}

function section(session: SessionDescription, media: MediaDescription, index: number): OfferedSection {
	// Values that look like numbers come as numbers, whatever they are: `m=audio … 111` has one payload type.
	const [type, protocol] = [String(media.type), String(media.protocol)];
	const mid = String(media.mid ?? index);
	const payloads = String(media.payloads ?? '');
	const result = taken(session, media, mid);
	return typeof result === 'string'
		? { mid, type, protocol, payloads, media: undefined, refusal: result }
		: { mid, type, protocol, payloads, media: result, refusal: undefined };
}

/** Begins the refusal of a section for its codecs. */
const UNKNOWN = 'no codec is known of ';
const KNOWN = {
	audio: 'Opus',
	video: 'VP8, VP9 (profile 0), H.264 (Baseline, packetization mode 0 or 1) and AV1',
};

/** @returns what is taken of a section, or why nothing is */
function taken(session: SessionDescription, media: MediaDescription, mid: string): OfferedMedia | string {
	const { type: kind } = media;
	const direction = media.direction ?? session.direction ?? 'sendrecv';
	const sends = direction === 'sendrecv' || direction === 'sendonly';
	// A port of 0 is a section that is off, or one that shares the transport of the first (RFC 8843, section 6).
	const off = media.port === 0 && media.bundleOnly === undefined;
	if (kind !== 'audio' && kind !== 'video') return `section ${mid} is ${kind}: only audio and video are published`;
	if (!sends || off) return `section ${mid} (${kind}) sends nothing`;
	const codecs = codecsOf(kind, media);
	if (codecs.length === 0)
		return `${UNKNOWN}section ${mid}: it offers ${offeredInWords(kind, media)}, allowed are ${KNOWN[kind]}`;
	const rids = (media.rids ?? []).filter(({ direction: way }) => way === 'send').map(({ id }) => String(id));
	const rtpParameters: RtpParameters = {
		mid,
		codecs: codecs.map(forwarded).map(({ rtcpFeedback, ...codec }) => ({ ...codec, rtcpFeedback: [...rtcpFeedback] })),
		headerExtensions: (media.ext ?? [])
			.filter(({ uri }) => EXTENSIONS.includes(uri))
			.map(({ value, uri }) => ({ id: value, uri })),
		encodings:
			rids.length > 0 ? smallestFirst(rids, sentList(media)).map((rid) => ({ rid })) : [encodingOf(media, mid)],
		rtcp: { cname: cnameOf(media), reducedSize: true },
	};
	return { mid, kind, codecs, rtpParameters, rids };
}

/** Simulcast layers that are sent, as `a=simulcast` lists them. */
function sentList({ simulcast }: MediaDescription): string | undefined {
	return simulcast?.dir1 === 'send' ? String(simulcast.list1) : undefined;
}

/** The one stream of a section, and its retransmissions. */
function encodingOf(media: MediaDescription, mid: string): { ssrc: number; rtx?: { ssrc: number } } {
	const group = media.ssrcGroups?.find(({ semantics }) => semantics === 'FID');
	const pair = group === undefined ? undefined : String(group.ssrcs).split(' ').map(Number);
	const ssrc = pair?.[0] ?? Number(media.ssrcs?.[0]?.id ?? Number.NaN);
	if (!Number.isSafeInteger(ssrc)) throw refused(`section ${mid} names neither an \`ssrc\` nor a \`rid\``);
	const rtx = pair?.[1];
	return rtx === undefined ? { ssrc } : { ssrc, rtx: { ssrc: rtx } };
}

function cnameOf(media: MediaDescription): string {
	return String(media.ssrcs?.find(({ attribute }) => attribute === 'cname')?.value ?? 'whip').slice(0, 256);
}

/** Of the first section that has them: all are bundled. */
function dtlsOf(session: SessionDescription): DtlsParameters {
	const levels = [session, ...session.media];
	const fingerprint = levels.find((level) => level.fingerprint !== undefined)?.fingerprint;
	if (fingerprint === undefined) throw refused('it has no `fingerprint`');
	const setup = levels.find((level) => level.setup !== undefined)?.setup;
	return {
		// What the publisher is: the end that may choose begins.
		role: setup === 'passive' ? 'server' : 'client',
		fingerprints: [{ algorithm: String(fingerprint.type).toLowerCase(), value: String(fingerprint.hash) }],
	};
}
