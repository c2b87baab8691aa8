import { describe, expect, it } from 'vitest';
import { renderMasterPlaylist } from './master-playlist.ts';
import { renderMediaPlaylist } from './media-playlist.ts';
import type { HlsMedia, HlsSegment, OpenHlsSegment } from './segment.ts';

const EPOCH = Date.UTC(2026, 0, 1);
const OPTIONS = { targetDurationSeconds: 2, partTargetMs: 400 };

function open(number: number, parts: number, more: Partial<OpenHlsSegment> = {}): OpenHlsSegment {
	return {
		number,
		programDateTime: EPOCH + number * 2000,
		discontinuity: false,
		initUri: 'init.mp4',
		parts: Array.from({ length: parts }, (_, part) => ({
			uri: `seg-${number}.${part}.m4s`,
			durationMs: 400,
			independent: part === 0,
		})),
		...more,
	};
}

function segment(number: number, more: Partial<HlsSegment> = {}): HlsSegment {
	return { ...open(number, 5), uri: `seg-${number}.m4s`, durationMs: 2000, ...more };
}

function media(count: number, more: Partial<HlsMedia> = {}): HlsMedia {
	return { segments: Array.from({ length: count }, (_, number) => segment(number)), ended: false, ...more };
}

const tags = (playlist: string, tag: string) => playlist.split('\n').filter((line) => line.startsWith(`#${tag}:`));

describe('renderMediaPlaylist', () => {
	it('writes a running stream with its parts and the hint of the next', () => {
		expect(renderMediaPlaylist(media(1, { open: open(1, 2) }), OPTIONS)).toBe(
			[
				'#EXTM3U',
				'#EXT-X-VERSION:9',
				'#EXT-X-TARGETDURATION:2',
				'#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.20000,CAN-SKIP-UNTIL=12',
				'#EXT-X-PART-INF:PART-TARGET=0.40000',
				'#EXT-X-MEDIA-SEQUENCE:0',
				'#EXT-X-DISCONTINUITY-SEQUENCE:0',
				'#EXT-X-PLAYLIST-TYPE:EVENT',
				'#EXT-X-INDEPENDENT-SEGMENTS',
				'#EXT-X-MAP:URI="init.mp4"',
				'#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:00.000Z',
				'#EXT-X-PART:DURATION=0.40000,URI="seg-0.0.m4s",INDEPENDENT=YES',
				'#EXT-X-PART:DURATION=0.40000,URI="seg-0.1.m4s"',
				'#EXT-X-PART:DURATION=0.40000,URI="seg-0.2.m4s"',
				'#EXT-X-PART:DURATION=0.40000,URI="seg-0.3.m4s"',
				'#EXT-X-PART:DURATION=0.40000,URI="seg-0.4.m4s"',
				'#EXTINF:2.00000,',
				'seg-0.m4s',
				'#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:02.000Z',
				'#EXT-X-PART:DURATION=0.40000,URI="seg-1.0.m4s",INDEPENDENT=YES',
				'#EXT-X-PART:DURATION=0.40000,URI="seg-1.1.m4s"',
				'#EXT-X-PRELOAD-HINT:TYPE=PART,URI="seg-1.2.m4s"',
				'',
			].join('\n'),
		);
	});

	it('lists parts for three target durations only', () => {
		const parts = tags(renderMediaPlaylist(media(10, { open: open(10, 1) }), OPTIONS), 'EXT-X-PART');
		// 0.4 s of segment 10, and whole segments until 6 s are reached.
		expect(parts[0]).toContain('seg-7.0.m4s');
		expect(parts).toHaveLength(3 * 5 + 1);
	});

	it('hints at the next segment where one has just ended', () => {
		expect(renderMediaPlaylist(media(3), OPTIONS)).toContain('#EXT-X-PRELOAD-HINT:TYPE=PART,URI="seg-3.0.m4s"\n');
	});

	it('ends as VOD, without anything for live players', () => {
		const playlist = renderMediaPlaylist(media(3, { ended: true }), OPTIONS);
		expect(playlist).toContain('#EXT-X-PLAYLIST-TYPE:VOD\n');
		expect(playlist.endsWith('seg-2.m4s\n#EXT-X-ENDLIST\n')).toBe(true);
		expect(playlist).not.toMatch(/PART|SERVER-CONTROL|PRELOAD/);
	});

	it('is plain HLS without a part target', () => {
		const playlist = renderMediaPlaylist(media(3, { open: open(3, 2) }), { targetDurationSeconds: 2 });
		expect(playlist).not.toMatch(/PART|SERVER-CONTROL|PRELOAD|seg-3/);
	});

	it('shows a window with the numbers that belong to it', () => {
		const segments = [0, 1, 2, 3, 4, 5].map((number) =>
			segment(number, { discontinuity: number === 2 || number === 4 }),
		);
		const playlist = renderMediaPlaylist({ segments, ended: false }, { ...OPTIONS, window: 3 });
		expect(playlist).toContain('#EXT-X-MEDIA-SEQUENCE:3\n');
		// Segment 2's has gone, segment 4's is still there.
		expect(playlist).toContain('#EXT-X-DISCONTINUITY-SEQUENCE:1\n');
		expect(playlist.match(/#EXT-X-DISCONTINUITY\n/g)).toHaveLength(1);
		expect(playlist).not.toContain('PLAYLIST-TYPE');
		expect(playlist).not.toContain('seg-2.m4s');
	});

	it('names another init segment where it begins, also in the middle of parts', () => {
		const next = { initUri: 'init-2.mp4', discontinuity: true };
		const playlist = renderMediaPlaylist(media(2, { open: open(2, 1, next) }), OPTIONS);
		expect(playlist).toContain(
			'seg-1.m4s\n#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="init-2.mp4"\n#EXT-X-PROGRAM-DATE-TIME:2026-01-01T00:00:04.000Z\n#EXT-X-PART:',
		);
		expect(tags(playlist, 'EXT-X-MAP')).toHaveLength(2);
	});

	it('leaves out what a player knows, beyond six target durations', () => {
		const playlist = renderMediaPlaylist(media(20, { open: open(20, 1) }), { ...OPTIONS, skip: true });
		expect(playlist).toContain('#EXT-X-SKIP:SKIPPED-SEGMENTS=14\n');
		expect(playlist).toContain('#EXT-X-MEDIA-SEQUENCE:0\n');
		expect(tags(playlist, 'EXTINF')).toHaveLength(6);
		const short = renderMediaPlaylist(media(6), { ...OPTIONS, skip: true });
		expect(short).not.toContain('EXT-X-SKIP');
		expect(renderMediaPlaylist(media(20, { ended: true }), { ...OPTIONS, skip: true })).not.toContain('EXT-X-SKIP');
	});

	it('finds files at the given place', () => {
		const playlist = renderMediaPlaylist(media(1), { ...OPTIONS, resolve: (uri) => `/media/${uri}?v=1` });
		expect(playlist).toContain('\n/media/seg-0.m4s?v=1\n');
		expect(playlist).toContain('#EXT-X-MAP:URI="/media/init.mp4?v=1"');
		expect(playlist).toContain('URI="/media/seg-1.0.m4s?v=1"');
	});

	it('finds segments in one file', () => {
		const playlist = renderMediaPlaylist(media(2, { ended: true }), {
			targetDurationSeconds: 2,
			resolve: () => 'all.mp4',
			range: (uri) => (uri === 'init.mp4' ? { offset: 0, bytes: 800 } : { offset: 800, bytes: 5000 }),
		});
		expect(playlist).toContain('#EXT-X-MAP:URI="all.mp4",BYTERANGE="800@0"\n');
		expect(playlist).toContain('#EXTINF:2.00000,\n#EXT-X-BYTERANGE:5000@800\nall.mp4\n');
	});

	it('refuses what would break players', () => {
		expect(() => renderMediaPlaylist({ segments: [segment(0), segment(2)], ended: false }, OPTIONS)).toThrow(
			'segment 2 follows segment 0',
		);
		expect(() => renderMediaPlaylist({ segments: [segment(0, { durationMs: 2600 })], ended: false }, OPTIONS)).toThrow(
			'seg-0.m4s lasts 2600 ms; the target duration is 2 s',
		);
		const parts = [{ uri: 'seg-1.0.m4s', durationMs: 500, independent: true }];
		expect(() => renderMediaPlaylist(media(1, { open: open(1, 0, { parts }) }), OPTIONS)).toThrow(
			'seg-1.0.m4s lasts 500 ms',
		);
	});
});

describe('renderMasterPlaylist', () => {
	it('lists the renditions with what a player chooses by', () => {
		const video = { uri: 'index.m3u8', codecs: 'avc1.64001f,mp4a.40.2', bandwidth: 3_200_000.5 };
		expect(
			renderMasterPlaylist([
				{ ...video, averageBandwidth: 1_000_000, width: 1280, height: 720, frameRate: 30 },
				{ uri: 'audio/index.m3u8', codecs: 'mp4a.40.2', bandwidth: 140_000 },
			]),
		).toBe(
			[
				'#EXTM3U',
				'#EXT-X-VERSION:9',
				'#EXT-X-INDEPENDENT-SEGMENTS',
				'#EXT-X-STREAM-INF:BANDWIDTH=3200001,AVERAGE-BANDWIDTH=1000000,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=30.000,CLOSED-CAPTIONS=NONE',
				'index.m3u8',
				'#EXT-X-STREAM-INF:BANDWIDTH=140000,CODECS="mp4a.40.2",CLOSED-CAPTIONS=NONE',
				'audio/index.m3u8',
				'',
			].join('\n'),
		);
	});
});
