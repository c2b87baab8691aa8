import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { copyOf, soloOf } from '../egress/composition.ts';
import { FileCapture, type FileSinks } from '../egress/FileCapture.ts';
import type { OutputKind } from '../egress/OutputKind.ts';
import { participantFolder, recordedFiles } from './recordedFiles.ts';
import { recordedParticipant, type StoredRecording } from './StoredRecording.ts';

/** Seconds of a segment of a recording as HLS: nobody waits for it, so fewer files are better. */
const SEGMENT_SECONDS = 4;

const sinks: FileSinks = {
	async describe(capture: StoredRecording, part, startedAt) {
		const { id: sinkId, folder, options } = capture;
		const path = join(folder, `${sinkId}-${part}`);
		switch (options.fileFormat) {
			case 'webm':
				return {
					kind: 'participant-file',
					sinkId,
					path: `${path}.webm`,
					participantId: recordedParticipant(capture),
				};
			case 'm3u8': {
				const segments = `${path}.segments`;
				await mkdir(segments, { recursive: true });
				const timeline = startedAt === null ? {} : { timelineStart: startedAt };
				// It is played once it is over: its times begin at 0, and its dates are made from them.
				return { kind: 'hls', sinkId, path: segments, segmentSeconds: SEGMENT_SECONDS, mediaStart: 0, ...timeline };
			}
			default:
				return { kind: 'composition-file', sinkId, path: `${path}.mp4`, format: 'mp4' };
		}
	},
	needs: ({ participantId }, from, stream) => from === participantId && (stream === 'audio' || stream === 'video'),
};

/** Recordings of one participant: camera and microphone, copied as WebM, or encoded as MP4 or HLS. */
export const participantRecordingKind: OutputKind = {
	name: 'participant-recording',
	scope: 'participant',
	verb: 'recorded',
	events: 'participant-recording',
	errors: {
		start: 'START_PARTICIPANT_RECORDING_FAILED',
		stop: 'STOP_PARTICIPANT_RECORDING_FAILED',
		delete: 'STOP_RECORDING_FAILED',
		notFound: 'RECORDING_NOT_FOUND',
	},
	fillsDisk: true,
	engine: (capture: StoredRecording) =>
		capture.options.fileFormat === 'webm' ? copyOf(capture) : soloOf(capture, recordedParticipant(capture)),
	continuesElsewhere: true,
	run: (options) => new FileCapture(options, sinks),
	files: recordedFiles({
		place: (capture) => ({
			folder: participantFolder(capture),
			name: `participant_recording_${capture.participantId}_${capture.createdAt}`,
		}),
		segmented: ({ options }) => options.fileFormat === 'm3u8',
	}),
	report: ({ options: { fileFormat } }: StoredRecording, phase, files) =>
		phase === 'stopped' ? { fileFormat, fileDetails: files } : { fileFormat },
};
