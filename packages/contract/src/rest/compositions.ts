import { type Static, Type } from 'typebox';

/** How a composed picture is laid out (VideoSDK v2, `config.layout`). */
export const Layout = Type.Object({
	type: Type.Union([Type.Literal('GRID'), Type.Literal('SPOTLIGHT'), Type.Literal('SIDEBAR')], { default: 'GRID' }),
	priority: Type.Optional(Type.Union([Type.Literal('SPEAKER'), Type.Literal('PIN')], { default: 'SPEAKER' })),
	gridSize: Type.Optional(Type.Integer({ minimum: 0, maximum: 25, default: 25 })),
});

/** How a recording or stream looks: the `config` object of recordings, HLS and RTMP. */
export const CompositionConfig = Type.Object({
	layout: Type.Optional(Layout),
	theme: Type.Optional(Type.Union([Type.Literal('DARK'), Type.Literal('LIGHT'), Type.Literal('DEFAULT')])),
	mode: Type.Optional(Type.Union([Type.Literal('video-and-audio'), Type.Literal('audio')])),
	quality: Type.Optional(
		Type.Union([Type.Literal('low'), Type.Literal('med'), Type.Literal('high'), Type.Literal('ultra')], {
			description: '854×480, 1280×720, 1920×1080, 2560×1440',
		}),
	),
	orientation: Type.Optional(Type.Union([Type.Literal('landscape'), Type.Literal('portrait')])),
	recording: Type.Optional(Type.Object({ enabled: Type.Boolean() })),
});
export type CompositionConfig = Static<typeof CompositionConfig>;

/** Accepted and stored; transcription is not done by this server. */
export const TranscriptionConfig = Type.Object({
	enabled: Type.Boolean(),
	summary: Type.Optional(
		Type.Object({ enabled: Type.Boolean(), prompt: Type.Optional(Type.String({ maxLength: 4096 })) }),
	),
	language: Type.Optional(Type.String({ maxLength: 32 })),
});
