import { RoomcastError } from '@roomcast/contract';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SdpOffer } from './SdpOffer.ts';

/** What GStreamer's `webrtcbin` offers: a single payload type in each section, and one that is only to be bundled. */
const OFFER = [
	'v=0',
	'o=- 2986703954103328934 0 IN IP4 0.0.0.0',
	's=-',
	't=0 0',
	'a=ice-options:trickle',
	'a=group:BUNDLE video0 audio1',
	'm=video 9 UDP/TLS/RTP/SAVPF 96',
	'c=IN IP4 0.0.0.0',
	'a=setup:actpass',
	'a=ice-ufrag:O/yolqtB6mmxO0Xs0S/9LYOcYDpDfc9A',
	'a=ice-pwd:wUS2kDekH6H/IUQtoZV/y4Irxn7NFip6',
	'a=rtcp-mux',
	'a=rtcp-rsize',
	'a=sendonly',
	'a=rtpmap:96 VP8/90000',
	'a=rtcp-fb:96 nack pli',
	'a=fmtp:96 max-fr=30;x=1',
	'a=framerate:20',
	'a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid',
	'a=ssrc-group:FID 2 3',
	'a=ssrc:2 cname:user1107768936@host',
	'a=mid:video0',
	'a=fingerprint:sha-256 D9:85:B8',
	'm=audio 0 UDP/TLS/RTP/SAVPF 100',
	'a=setup:actpass',
	'a=bundle-only',
	'a=sendonly',
	'a=rtpmap:100 OPUS/48000/2',
	'a=ssrc:1 cname:user1107768936@host',
	'a=mid:audio1',
	'a=rid:1 recv',
	'a=simulcast:recv 1',
];

it('reads what encoders offer that know one codec of each kind', () => {
	const { media, dtls } = SdpOffer.parse(OFFER.join('\r\n'));
	expect(media.map(({ mid, kind, codecs }) => [mid, kind, codecs.map(({ payloadType }) => payloadType)])).toEqual([
		['video0', 'video', [96]],
		['audio1', 'audio', [100]],
	]);
	expect(media[0]?.rtpParameters.encodings).toEqual([{ ssrc: 2, rtx: { ssrc: 3 } }]);
	expect(dtls).toEqual({ role: 'client', fingerprints: [{ algorithm: 'sha-256', value: 'D9:85:B8' }] });
});

/**
 * An offer in the form of OBS (libdatachannel): ICE and DTLS are said once for all, one codec a section, sections that are played
 * together (`LS`), candidates in it, no header extension.
 */
const OBS_OFFER = [
	'v=0',
	'o=rtc 2110513874 0 IN IP4 127.0.0.1',
	's=-',
	't=0 0',
	'a=group:BUNDLE 0 1',
	'a=group:LS 0 1',
	'a=msid-semantic:WMS *',
	'a=ice-options:ice2,trickle',
	'a=fingerprint:sha-256 D9:85:B8',
	'a=setup:actpass',
	'a=ice-ufrag:Rm4s',
	'a=ice-pwd:q2Zb8nQ0kTtV3yHcWmXe1L',
	'm=audio 51234 UDP/TLS/RTP/SAVPF 111',
	'c=IN IP4 192.0.2.7',
	'a=mid:0',
	'a=sendonly',
	'a=ssrc:7001 cname:tQ8yXf3LmZ0aWe5R',
	'a=ssrc:7001 msid:k2JdP9sVb4NhGc7U k2JdP9sVb4NhGc7U-audio',
	'a=msid:k2JdP9sVb4NhGc7U k2JdP9sVb4NhGc7U-audio',
	'a=rtcp-mux',
	'a=rtpmap:111 opus/48000/2',
	'a=fmtp:111 minptime=10;maxaveragebitrate=96000;stereo=1;sprop-stereo=1;useinbandfec=1',
	'a=candidate:1 1 UDP 2122317823 192.0.2.7 51234 typ host',
	'a=end-of-candidates',
	'm=video 51234 UDP/TLS/RTP/SAVPF 96',
	'c=IN IP4 192.0.2.7',
	'a=mid:1',
	'a=sendonly',
	'a=ssrc:7002 cname:tQ8yXf3LmZ0aWe5R',
	'a=ssrc:7002 msid:k2JdP9sVb4NhGc7U k2JdP9sVb4NhGc7U-video',
	'a=msid:k2JdP9sVb4NhGc7U k2JdP9sVb4NhGc7U-video',
	'a=rtcp-mux',
	'a=rtpmap:96 H264/90000',
	'a=rtcp-fb:96 nack',
	'a=rtcp-fb:96 nack pli',
	'a=rtcp-fb:96 goog-remb',
	'a=fmtp:96 profile-level-id=42e01f;packetization-mode=1;level-asymmetry-allowed=1',
];

it('reads what OBS offers', () => {
	const { media, dtls, iceUserName, refusals } = SdpOffer.parse(`${OBS_OFFER.join('\r\n')}\r\n`);
	expect(
		media.map(({ kind, mid, codecs, rtpParameters }) => [kind, mid, codecs[0]?.mimeType, rtpParameters.encodings]),
	).toEqual([
		['audio', '0', 'audio/opus', [{ ssrc: 7001 }]],
		['video', '1', 'video/H264', [{ ssrc: 7002 }]],
	]);
	expect(media[0]?.codecs[0]?.parameters).toMatchObject({ stereo: 1, 'sprop-stereo': 1 });
	expect(dtls).toEqual({ role: 'client', fingerprints: [{ algorithm: 'sha-256', value: 'D9:85:B8' }] });
	expect([iceUserName, refusals]).toEqual(['Rm4s', []]);
});

/** The offer with H.264 in place of VP8. */
const h264 = (...formats: string[]) =>
	OFFER.flatMap((line) => {
		if (line.startsWith('m=video'))
			return `m=video 9 UDP/TLS/RTP/SAVPF ${formats.map((_, index) => 96 + index).join(' ')}`;
		if (line === 'a=rtpmap:96 VP8/90000') return formats.map((_, index) => `a=rtpmap:${96 + index} H264/90000`);
		if (line.startsWith('a=fmtp:96')) return formats.map((format, index) => `a=fmtp:${96 + index} ${format}`);
		return line;
	}).join('\r\n');

it.each([
	// FFmpeg 8 with libx264, which leaves the flags out.
	['level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=420014', '42e014'],
	['packetization-mode=1;profile-level-id=42e01f', '42e01f'],
	['packetization-mode=1;profile-level-id=42C01E', '42e01E'],
	// Main that is one of Baseline as well, and Extended.
	['packetization-mode=1;profile-level-id=4d801f', '42e01f'],
	['packetization-mode=1;profile-level-id=58c01f', '42e01f'],
	['packetization-mode=0;profile-level-id=42001f', '42e01f'],
	['profile-level-id=42001f', '42e01f'],
	['packetization-mode=1', '42e00a'],
])('takes Baseline however it is written: %s', (format, forwardedAs) => {
	const [video] = SdpOffer.parse(h264(format)).media;
	// The answer has the publisher's own words, receivers get what all of them decode.
	expect(video?.codecs[0]?.parameters['profile-level-id']).toBe(/profile-level-id=(\w+)/.exec(format)?.[1]);
	expect(video?.rtpParameters.codecs[0]?.parameters).toMatchObject({
		'profile-level-id': forwardedAs,
		'packetization-mode': 1,
	});
});

it('takes Constrained Baseline in packetization mode 1 where it can choose', () => {
	const formats = ['0;profile-level-id=42e01f', '1;profile-level-id=42001f', '1;profile-level-id=42e01f'];
	const [video] = SdpOffer.parse(h264(...formats.map((format) => `packetization-mode=${format}`))).media;
	expect(video?.codecs[0]?.payloadType).toBe(98);
});

it.each([
	'packetization-mode=1;profile-level-id=640014',
	'packetization-mode=1;profile-level-id=4d001f',
	'packetization-mode=2;profile-level-id=42e01f',
	'packetization-mode=1;profile-level-id=42',
])('refuses an offer of whose picture nothing can be taken, sound or not, and says what is: %s', (format) => {
	const offer = h264(format);
	expect(() => SdpOffer.parse(offer)).toThrow(
		expect.objectContaining({
			error: 'CODEC_NOT_SUPPORTED',
			details: expect.stringMatching(
				/^no codec is known of section video0: it offers H264 \(profile-level-id \w+, packetization-mode \d\), allowed are VP8, .* H.264 \(Baseline/,
			),
		}),
	);
});

it('takes the rest of an offer that has a section for nothing, and says which', () => {
	const more = ['m=application 9 UDP/DTLS/SCTP webrtc-datachannel', 'a=mid:data', 'm=video 9 UDP/TLS/RTP/SAVPF 96'];
	const offer = SdpOffer.parse([...OFFER, ...more, 'a=mid:more', 'a=recvonly', 'a=rtpmap:96 VP8/90000'].join('\r\n'));
	expect(offer.media).toHaveLength(2);
	expect(offer.refusals).toEqual([
		'section data is application: only audio and video are published',
		'section more (video) sends nothing',
	]);
});

it('whatever is in its lines, it is read or refused', () => {
	const value = fc.oneof(
		fc.constantFrom('', '1', '96', '1 2', '-1', '1e9', 'x', '=', ';', ':', '__proto__=1'),
		fc.string(),
	);
	const change = fc.record({ line: fc.nat(OFFER.length - 1), from: fc.nat(30), to: value, drop: fc.boolean() });
	fc.assert(
		fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
			const lines = [...OFFER];
			for (const { line, from, to, drop } of changes) {
				const text = lines[line] ?? '';
				lines[line] = drop && line > 0 ? '' : text.slice(0, Math.min(text.length, from)) + to;
			}
			try {
				SdpOffer.parse(lines.join('\r\n'));
			} catch (error) {
				if (!(error instanceof RoomcastError)) throw error;
			}
		}),
		{ numRuns: 3000 },
	);
});
