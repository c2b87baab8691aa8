/** A fingerprint of SHA-256 that no certificate has. */
export const FINGERPRINT = Array.from({ length: 32 }, (_, byte) =>
	byte.toString(16).padStart(2, '0').toUpperCase(),
).join(':');

/** The SDP of an encoder that publishes sound alone by WHIP. Nothing is ever sent for it. */
export const SOUND_OFFER = [
	...['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', 'a=group:BUNDLE 0', 'a=ice-ufrag:abcd'],
	...['a=ice-pwd:0123456789abcdef01234567', `a=fingerprint:sha-256 ${FINGERPRINT}`, 'a=setup:actpass'],
	...['m=audio 9 UDP/TLS/RTP/SAVPF 111', 'c=IN IP4 0.0.0.0', 'a=mid:0', 'a=sendonly', 'a=rtcp-mux'],
	...['a=rtpmap:111 opus/48000/2', 'a=ssrc:1111 cname:camera', ''],
].join('\r\n');
