import { join } from 'node:path';
import { copyOf } from '../egress/composition.ts';
import { FileCapture, type FileSinks } from '../egress/FileCapture.ts';
import type { OutputKind } from '../egress/OutputKind.ts';
import { participantFolder, recordedFiles } from './recordedFiles.ts';
import { recordedParticipant, type StoredRecording } from './StoredRecording.ts';

const sinks: FileSinks = {
	describe(capture: StoredRecording, part) {
		const { id, folder, trackKind, options } = capture;
		const participantId = recordedParticipant(capture);
		if (trackKind === null) throw new Error(`capture ${id} is of a track, and names none`);
		const format = options.fileFormat === 'mp3' || options.fileFormat === 'm3u8' ? options.fileFormat : 'native';
		const path = join(folder, `${id}-${part}.media`);
		return { kind: 'track-file', sinkId: id, path, participantId, trackKind, format };
	},
	needs: ({ participantId, trackKind }, from, stream) => from === participantId && stream === trackKind,
};

/** Recordings of one track of a participant, copied; sound also as MP3 or HLS, made at the end. */
export const trackRecordingKind: OutputKind = {
	name: 'track-recording',
	scope: 'track',
	verb: 'recorded',
	events: 'participant-track-recording',
	errors: {
		start: 'START_TRACK_RECORDING_FAILED',
		stop: 'STOP_TRACK_RECORDING_FAILED',
		delete: 'STOP_RECORDING_FAILED',
		notFound: 'RECORDING_NOT_FOUND',
	},
	fillsDisk: true,
	engine: copyOf,
	continuesElsewhere: true,
	run: (options) => new FileCapture(options, sinks),
	files: recordedFiles({
		place: (capture) => ({
			folder: participantFolder(capture, capture.trackKind ?? ''),
			name: `track_recording_${capture.participantId}_${capture.trackKind}_${capture.createdAt}`,
		}),
	}),
	report: ({ options: { fileFormat } }: StoredRecording, phase, files) =>
		phase === 'stopped' ? { fileFormat, fileDetails: files } : { fileFormat },
};
