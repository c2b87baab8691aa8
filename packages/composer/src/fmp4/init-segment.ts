import { box, fullBox, uint8, uint16, uint32, zeros } from './box.ts';
import type { AudioTrack, Fmp4Track, VideoTrack } from './track.ts';

/** Units of the movie header's times in a second; nothing uses them in a fragmented file. */
const MOVIE_TIMESCALE = 1000;
/** No rotation, no scaling: 16.16 and 2.30 fixed point. */
const MATRIX = uint32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);
/** "und", undetermined, five bits a letter. */
const LANGUAGE = 0x55c4;
/** Everything is in the file itself. */
const SELF_CONTAINED = 1;

/**
 * What comes before the fragments: codecs and sizes, no media (ISO/IEC 14496-12 §8.8.1). Track ids are positions in `tracks`,
 * from 1 on.
 */
export function initSegment(tracks: readonly Fmp4Track[]): Buffer {
	return Buffer.concat([
		box('ftyp', Buffer.from('iso6\0\0\0\0iso6mp41cmfc', 'latin1')),
		box(
			'moov',
			movieHeader(tracks.length + 1),
			...tracks.map((track, index) => trak(track, index + 1)),
			box('mvex', ...tracks.map((_, index) => fullBox('trex', 0, 0, uint32(index + 1, 1, 0, 0, 0)))),
		),
	]);
}

function movieHeader(nextTrackId: number): Buffer {
	return fullBox(
		'mvhd',
		0,
		0,
		uint32(0, 0, MOVIE_TIMESCALE, 0, 0x10000),
		uint16(0x0100),
		zeros(10),
		MATRIX,
		zeros(24),
		uint32(nextTrackId),
	);
}

function trak(track: Fmp4Track, id: number): Buffer {
	const video = track.kind === 'video';
	const [width, height] = video ? [track.width, track.height] : [0, 0];
	return box(
		'trak',
		// Enabled and part of the presentation.
		fullBox(
			'tkhd',
			0,
			3,
			uint32(0, 0, id, 0, 0),
			zeros(8),
			uint16(0, 0, video ? 0 : 0x0100, 0),
			MATRIX,
			uint32(width << 16, height << 16),
		),
		box(
			'mdia',
			fullBox('mdhd', 0, 0, uint32(0, 0, track.timescale, 0), uint16(LANGUAGE, 0)),
			fullBox('hdlr', 0, 0, uint32(0), Buffer.from(video ? 'vide' : 'soun', 'latin1'), zeros(12), zeros(1)),
			box(
				'minf',
				video ? fullBox('vmhd', 0, 1, zeros(8)) : fullBox('smhd', 0, 0, zeros(4)),
				box('dinf', fullBox('dref', 0, 0, uint32(1), fullBox('url ', 0, SELF_CONTAINED))),
				box(
					'stbl',
					fullBox('stsd', 0, 0, uint32(1), video ? videoEntry(track) : audioEntry(track)),
					fullBox('stts', 0, 0, uint32(0)),
					fullBox('stsc', 0, 0, uint32(0)),
					fullBox('stsz', 0, 0, uint32(0, 0)),
					fullBox('stco', 0, 0, uint32(0)),
				),
			),
		),
	);
}

/** ISO/IEC 14496-12 §12.1.3 and 14496-15 §5.4.2. */
function videoEntry({ width, height, configuration }: VideoTrack): Buffer {
	const resolution = uint32(0x480000, 0x480000);
	return box(
		'avc1',
		zeros(6),
		uint16(1),
		zeros(16),
		uint16(width, height),
		resolution,
		zeros(4),
		uint16(1),
		zeros(32),
		uint16(24, 0xffff),
		box('avcC', configuration),
	);
}

/** ISO/IEC 14496-12 §12.2.3 and 14496-14 §6.7.2. */
function audioEntry({ channels, timescale, bitRate, configuration }: AudioTrack): Buffer {
	const decoder = descriptor(
		4,
		// MPEG-4 audio, an audio stream.
		uint8(0x40, 0x15, 0, 0, 0),
		uint32(bitRate, bitRate),
		descriptor(5, configuration),
	);
	const stream = descriptor(3, uint16(0), uint8(0), decoder, descriptor(6, uint8(2)));
	return box(
		'mp4a',
		zeros(6),
		uint16(1),
		zeros(8),
		uint16(channels, 16, 0, 0),
		uint32(timescale << 16),
		fullBox('esds', 0, 0, stream),
	);
}

/** A descriptor of ISO/IEC 14496-1 §8.3.3; all of them here are short. */
function descriptor(tag: number, ...content: readonly Buffer[]): Buffer {
	const body = Buffer.concat(content);
	return Buffer.concat([uint8(tag, body.length), body]);
}
