import type { types } from 'mediasoup';

/**
 * What every router forwards. Order is preference: browsers take the first one that both ends have unless the client
 * asks for another. H.264 is constrained baseline 3.1, which every browser encodes and decodes (RFC 7742 section 5);
 * start bit rates keep the first second of a call from looking like the last one of a bad line.
 */
export const ROUTER_CODECS: types.RouterRtpCodecCapability[] = [
	{
		kind: 'audio',
		mimeType: 'audio/opus',
		clockRate: 48000,
		channels: 2,
		rtcpFeedback: [{ type: 'nack' }, { type: 'transport-cc' }],
	},
	{ kind: 'video', mimeType: 'video/VP8', clockRate: 90000, parameters: { 'x-google-start-bitrate': 1000 } },
	{
		kind: 'video',
		mimeType: 'video/VP9',
		clockRate: 90000,
		parameters: { 'profile-id': 0, 'x-google-start-bitrate': 1000 },
	},
	{
		kind: 'video',
		mimeType: 'video/H264',
		clockRate: 90000,
		parameters: {
			'packetization-mode': 1,
			'profile-level-id': '42e01f',
			'level-asymmetry-allowed': 1,
			'x-google-start-bitrate': 1000,
		},
	},
	{ kind: 'video', mimeType: 'video/AV1', clockRate: 90000, parameters: { 'x-google-start-bitrate': 1000 } },
];
