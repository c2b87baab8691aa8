import { type Static, Type } from 'typebox';
import { COMPOSITION_DEFAULTS, MAX_GRID_SIZE } from './compositionDefaults.ts';

/** Largest body that starts a capture, in bytes: ten outputs with their keys, or prompts in letters of three bytes. */
export const MAX_START_BODY = 64 * 1024;

/** How a composed picture is laid out (VideoSDK v2, `config.layout`). */
export const Layout = Type.Object({
	type: Type.Optional(Type.Enum(['GRID', 'SPOTLIGHT', 'SIDEBAR'], { default: COMPOSITION_DEFAULTS.layout.type })),
	priority: Type.Optional(Type.Enum(['SPEAKER', 'PIN'], { default: COMPOSITION_DEFAULTS.layout.priority })),
	gridSize: Type.Optional(
		Type.Integer({
			minimum: 0,
			maximum: MAX_GRID_SIZE,
			default: COMPOSITION_DEFAULTS.layout.gridSize,
			description: 'Most tiles of a grid',
		}),
	),
});

/** How a recording or stream looks: the `config` object of recordings, HLS and RTMP. */
export const CompositionConfig = Type.Object({
	layout: Type.Optional(Layout),
	theme: Type.Optional(Type.Enum(['DARK', 'LIGHT', 'DEFAULT'])),
	mode: Type.Optional(Type.Enum(['video-and-audio', 'audio'])),
	quality: Type.Optional(
		Type.Enum(['low', 'med', 'high', 'ultra'], { description: '854×480, 1280×720, 1920×1080, 2560×1440' }),
	),
	orientation: Type.Optional(Type.Enum(['landscape', 'portrait'])),
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
export type TranscriptionConfig = Static<typeof TranscriptionConfig>;
