import type { PictureConfig } from '../config.ts';

/** Colours of a composition, as CSS. */
export interface RecordingTheme {
	/** The canvas, from its middle outwards. */
	readonly background: readonly [string, string];
	/** A tile behind an avatar, from its top to its bottom, and the bars beside a picture. */
	readonly tile: readonly [string, string];
	/** Hairline around a tile. */
	readonly edge: string;
	readonly plate: string;
	readonly plateText: string;
	readonly speaking: string;
	readonly muted: string;
}

/** The themes of recordings and streams, by their names in the API. */
export const RECORDING_THEMES: Readonly<Record<PictureConfig['theme'], RecordingTheme>> = {
	DEFAULT: {
		background: ['#1a2138', '#0d1120'],
		tile: ['#2a3352', '#20283f'],
		edge: 'rgba(255, 255, 255, 0.07)',
		plate: 'rgba(9, 12, 24, 0.66)',
		plateText: '#ffffff',
		speaking: '#5b8cff',
		muted: '#ff5d6c',
	},
	DARK: {
		background: ['#17181b', '#0c0d0f'],
		tile: ['#26282d', '#1d1f23'],
		edge: 'rgba(255, 255, 255, 0.06)',
		plate: 'rgba(8, 8, 10, 0.68)',
		plateText: '#ffffff',
		speaking: '#34d399',
		muted: '#ff5d6c',
	},
	LIGHT: {
		background: ['#f7f8fb', '#e7eaf1'],
		tile: ['#dfe4ee', '#d0d7e5'],
		edge: 'rgba(16, 24, 40, 0.08)',
		plate: 'rgba(255, 255, 255, 0.86)',
		plateText: '#182033',
		speaking: '#2563eb',
		muted: '#d92d3a',
	},
};
