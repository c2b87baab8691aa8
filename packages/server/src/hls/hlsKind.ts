import { bytesOf } from '../egress/captureFiles.ts';
import { compositionOf } from '../egress/composition.ts';
import type { OutputFacts } from '../egress/OutputFacts.ts';
import type { OutputFiles, OutputKind } from '../egress/OutputKind.ts';
import type { StoredCapture } from '../egress/StoredCapture.ts';
import { HlsCapture } from './HlsCapture.ts';
import type { HlsStreams } from './HlsStreams.ts';
import { hlsFiles } from './hlsFiles.ts';
import { hlsUrlsOf } from './hlsId.ts';

/** HLS of rooms, for those who ask for it. */
export const HLS = {
	name: 'hls',
	scope: 'room',
	verb: 'streamed',
	events: 'hls',
	errors: {
		start: 'START_HLS_FAILED',
		running: 'PREV_HLS_STREAMING_PROCESSING',
		stop: 'STOP_HLS_FAILED',
		notFound: 'HLS_NOT_FOUND',
	},
	fillsDisk: true,
} as const satisfies OutputFacts;

/** HLS of rooms, for egress: segments that players watch, and at the end one file with a playlist. */
export function hlsKind(streams: HlsStreams): OutputKind {
	return {
		...HLS,
		notice: {
			capture: 'hls',
			started: (capture) => {
				const urls = hlsUrlsOf(capture);
				return urls === undefined ? {} : { playbackHlsUrl: urls.playbackHlsUrl };
			},
		},
		engine: (capture) => compositionOf(capture),
		// Its playlists name parts that only its node has.
		continuesElsewhere: false,
		run: (options) => new HlsCapture(options, streams),
		files: streamFiles(streams),
		report: (capture, phase) => {
			if (phase === 'playable') return { ...hlsUrlsOf(capture) };
			return phase === 'started' || phase === 'stopped' ? playback(capture) : {};
		},
	};
}

/** A stream is over when nothing more comes: what there is of it is watched from here until its storage has it. */
function streamFiles(streams: HlsStreams): OutputFiles {
	return {
		required: false,
		make: async (capture) => {
			const running = streams.running(capture);
			// It was over before it began, and may not even have a folder.
			if (running === undefined && (await bytesOf(capture.folder)) === 0) return { files: [] };
			const stream = running ?? (await streams.open(capture));
			await stream.end();
			return { files: await hlsFiles(capture, stream), endedAt: stream.endsAt };
		},
		settled: async (capture) => streams.ended(capture),
		reports: () => false,
	};
}

/** Where it is to be seen also when it is over. */
function playback(capture: StoredCapture): Readonly<Record<string, string>> {
	const { playbackHlsUrl, downstreamUrl } = hlsUrlsOf(capture) ?? {};
	return playbackHlsUrl === undefined || downstreamUrl === undefined ? {} : { playbackHlsUrl, downstreamUrl };
}
