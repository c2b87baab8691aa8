import type { TransportInfo } from '@roomcast/contract';
import { epochSeconds } from '../time/clock.ts';
import type { OfferedCodec } from './offeredCodecs.ts';
import type { OfferedMedia, OfferedSection, SdpOffer } from './SdpOffer.ts';

/**
 * The answer to a publisher's offer (RFC 8829, RFC 9725 section 4.2): takes one codec of each section that it can, on one
 * bundled transport with every candidate in it, as an ICE-lite end.
 *
 * @param transport the server's end
 * @param version grows with every answer of one session (RFC 3264, section 8)
 */
export function sdpAnswer(offer: SdpOffer, transport: TransportInfo, version = 1): string {
	const mids = offer.media.map(({ mid }) => mid);
	const lines = [
		'v=0',
		`o=roomcast ${epochSeconds()} ${version} IN IP4 127.0.0.1`,
		's=-',
		't=0 0',
		`a=group:BUNDLE ${mids.join(' ')}`,
		'a=ice-lite',
		'a=msid-semantic:WMS *',
		...offer.sections.flatMap((section) => sectionLines(section, transport, offer.dtls.role === 'server')),
	];
	return `${lines.join('\r\n')}\r\n`;
}

/**
 * What a publisher that restarts ICE has to know (RFC 9725, section 4.3.1.2).
 *
 * @param userName and password: the server's new ones
 */
export function iceFragment(
	userName: string,
	password: string,
	{ iceCandidates }: Pick<TransportInfo, 'iceCandidates'>,
): string {
	const lines = ['a=ice-lite', `a=ice-ufrag:${userName}`, `a=ice-pwd:${password}`, ...candidates(iceCandidates)];
	return `${lines.join('\r\n')}\r\n`;
}

function sectionLines(section: OfferedSection, transport: TransportInfo, begins: boolean): string[] {
	const { type, protocol, payloads, mid, media } = section;
	if (media === undefined)
		return [`m=${type} 0 ${protocol} ${payloads || '0'}`, 'c=IN IP4 0.0.0.0', 'a=inactive', `a=mid:${mid}`];
	const { iceParameters, iceCandidates, dtlsParameters } = transport;
	const types = media.codecs.map(({ payloadType }) => payloadType);
	return [
		`m=${type} 9 ${protocol} ${types.join(' ')}`,
		'c=IN IP4 0.0.0.0',
		'a=rtcp:9 IN IP4 0.0.0.0',
		`a=ice-ufrag:${iceParameters.usernameFragment}`,
		`a=ice-pwd:${iceParameters.password}`,
		...dtlsParameters.fingerprints.map(({ algorithm, value }) => `a=fingerprint:${algorithm} ${value}`),
		`a=setup:${begins ? 'active' : 'passive'}`,
		`a=mid:${mid}`,
		'a=recvonly',
		'a=rtcp-mux',
		'a=rtcp-rsize',
		...media.codecs.flatMap(codecLines),
		...(media.rtpParameters.headerExtensions ?? []).map(({ id, uri }) => `a=extmap:${id} ${uri}`),
		...ridLines(media),
		...candidates(iceCandidates),
	];
}

function codecLines({
	mimeType,
	payloadType,
	clockRate,
	channels = 1,
	parameters,
	rtcpFeedback,
}: OfferedCodec): string[] {
	const [, name] = mimeType.split('/');
	const format = Object.entries(parameters).map(([key, value]) => (value === '' ? key : `${key}=${value}`));
	return [
		`a=rtpmap:${payloadType} ${name}/${clockRate}${channels > 1 ? `/${channels}` : ''}`,
		...(format.length === 0 ? [] : [`a=fmtp:${payloadType} ${format.join(';')}`]),
		...rtcpFeedback
			.filter(isAnswered)
			.map(
				({ type, parameter }) => `a=rtcp-fb:${payloadType} ${type}${parameter === undefined ? '' : ` ${parameter}`}`,
			),
	];
}

/** What the media server does with feedback. */
function isAnswered({ type, parameter }: OfferedCodec['rtcpFeedback'][number]): boolean {
	return (
		(type === 'nack' && (parameter === undefined || parameter === 'pli')) ||
		(type === 'ccm' && parameter === 'fir') ||
		type === 'transport-cc'
	);
}

function ridLines({ rids }: OfferedMedia): string[] {
	if (rids.length === 0) return [];
	return [...rids.map((rid) => `a=rid:${rid} recv`), `a=simulcast:recv ${rids.join(';')}`];
}

function candidates(list: TransportInfo['iceCandidates']): string[] {
	return [
		...list.map(
			({ foundation, priority, ip, protocol, port, tcpType }) =>
				`a=candidate:${foundation} 1 ${protocol} ${priority} ${ip} ${port} typ host${tcpType === undefined ? '' : ` tcptype ${tcpType}`}`,
		),
		'a=end-of-candidates',
	];
}
