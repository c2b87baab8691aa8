import { MAX_START_BODY } from '../compositions.ts';

import { declareEndpoints } from '../Endpoint.ts';
import {
	ListParticipantRecordingsQuery,
	ListRecordingsQuery,
	ParticipantRecording,
	ParticipantRecordingPage,
	Recording,
	RecordingPage,
	RecordingParams,
	Sentence,
	StartParticipantRecordingBody,
	StartRecordingBody,
	StartTrackRecordingBody,
	StopParticipantRecordingBody,
	StopRecordingBody,
	StopTrackRecordingBody,
} from '../recordings.ts';

const endRecording = {
	method: 'POST',
	path: '/v2/recordings/end',
	action: 'recording.stop',
	atHome: true,
	title: 'End a meeting recording',
	text: '`recording-stopped` follows when the file is in the storage.',
	body: StopRecordingBody,
	answer: Sentence,
	errors: ['INVALID_MEETING_ID', 'UNAUTHORIZED_MEETING_ID', 'STOP_RECORDING_FAILED'],
} as const;

/** `/v2/recordings` (VideoSDK v2, recordings). */
export const RECORDING_ENDPOINTS = declareEndpoints('Recordings', {
	startRecording: {
		method: 'POST',
		path: '/v2/recordings/start',
		action: 'recording.start',
		atHome: true,
		title: 'Record a meeting',
		text: 'The room as one picture and one sound. The recording is running when the server answers; the header `x-recording-id` has the id. It ends no later than the session.',
		body: StartRecordingBody,
		bodyLimit: MAX_START_BODY,
		answer: Sentence,
		idHeader: 'x-recording-id',
		errors: [
			'INVALID_MEETING_ID',
			'UNAUTHORIZED_MEETING_ID',
			'START_RECORDING_FAILED',
			'PREV_RECORDING_PROCESSING',
			'E2EE_NOT_SUPPORTED',
		],
	},
	endRecording,
	stopRecording: { ...endRecording, path: '/v2/recordings/stop', title: 'End a meeting recording (alias)' },
	listRecordings: {
		method: 'GET',
		path: '/v2/recordings',
		action: 'recording.read',
		title: 'List meeting recordings',
		text: 'Newest first, including running ones.',
		query: ListRecordingsQuery,
		answer: RecordingPage,
	},
	getRecording: {
		method: 'GET',
		path: '/v2/recordings/:id',
		action: 'recording.read',
		title: 'Fetch a meeting recording',
		text: 'With a link to its file once it is in the storage.',
		params: RecordingParams,
		answer: Recording,
		errors: ['RECORDING_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID'],
	},
	deleteRecording: {
		method: 'DELETE',
		path: '/v2/recordings/:id',
		action: 'recording.delete',
		title: 'Delete a meeting recording',
		text: 'With its file. Stop a running recording first.',
		params: RecordingParams,
		answer: Sentence,
		errors: ['RECORDING_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID', 'STOP_RECORDING_FAILED'],
	},
});

/** What lists, fetches and deletes of participant and track recordings have in common. */
const lookUp = {
	list: {
		method: 'GET',
		action: 'recording.read',
		text: 'Newest first.',
		query: ListParticipantRecordingsQuery,
		answer: ParticipantRecordingPage,
	},
	get: {
		method: 'GET',
		action: 'recording.read',
		text: 'With links to its files once they are in the storage.',
		params: RecordingParams,
		answer: ParticipantRecording,
		errors: ['RECORDING_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID'],
	},
	delete: {
		method: 'DELETE',
		action: 'recording.delete',
		text: 'With its files. Stop a running recording first.',
		params: RecordingParams,
		answer: Sentence,
		errors: ['RECORDING_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID', 'STOP_RECORDING_FAILED'],
	},
} as const;

/** `/v2/recordings/participant` (VideoSDK v2, participant recordings). */
export const PARTICIPANT_RECORDING_ENDPOINTS = declareEndpoints('Participant recordings', {
	startParticipantRecording: {
		method: 'POST',
		path: '/v2/recordings/participant/start',
		action: 'recording.start',
		atHome: true,
		title: 'Record a participant',
		text: 'Camera and microphone in one file, which continues over reconnections, and with black and silence while they are off. `webm` copies the media; `mp4` and `m3u8` are encoded. Ends when the participant leaves.',
		body: StartParticipantRecordingBody,
		answer: Sentence,
		idHeader: 'x-recording-id',
		errors: [
			'INVALID_MEETING_ID',
			'UNAUTHORIZED_MEETING_ID',
			'PARTICIPANT_NOT_FOUND',
			'START_PARTICIPANT_RECORDING_FAILED',
			'E2EE_NOT_SUPPORTED',
		],
	},
	stopParticipantRecording: {
		method: 'POST',
		path: '/v2/recordings/participant/stop',
		action: 'recording.stop',
		atHome: true,
		title: 'End the recording of a participant',
		text: '`participant-recording-stopped` follows when the file is in the storage.',
		body: StopParticipantRecordingBody,
		answer: Sentence,
		errors: ['INVALID_MEETING_ID', 'UNAUTHORIZED_MEETING_ID', 'STOP_PARTICIPANT_RECORDING_FAILED'],
	},
	listParticipantRecordings: {
		...lookUp.list,
		path: '/v2/recordings/participant',
		title: 'List participant recordings',
	},
	getParticipantRecording: {
		...lookUp.get,
		path: '/v2/recordings/participant/:id',
		title: 'Fetch a participant recording',
	},
	deleteParticipantRecording: {
		...lookUp.delete,
		path: '/v2/recordings/participant/:id',
		title: 'Delete a participant recording',
	},
});

/** `/v2/recordings/participant/track` (VideoSDK v2, track recordings). */
export const TRACK_RECORDING_ENDPOINTS = declareEndpoints('Track recordings', {
	startTrackRecording: {
		method: 'POST',
		path: '/v2/recordings/participant/track/start',
		action: 'recording.start',
		atHome: true,
		title: 'Record a track',
		text: 'One stream of a participant as sent, never encoded again: one file over mutes and reconnections, with an index of the gaps. `mp3` and `m3u8` are made from sound when it ends.',
		body: StartTrackRecordingBody,
		answer: Sentence,
		idHeader: 'x-recording-id',
		errors: [
			'INVALID_MEETING_ID',
			'UNAUTHORIZED_MEETING_ID',
			'PARTICIPANT_NOT_FOUND',
			'START_TRACK_RECORDING_FAILED',
			'E2EE_NOT_SUPPORTED',
		],
	},
	stopTrackRecording: {
		method: 'POST',
		path: '/v2/recordings/participant/track/stop',
		action: 'recording.stop',
		atHome: true,
		title: 'End the recording of a track',
		text: '`participant-track-recording-stopped` follows when the file is in the storage.',
		body: StopTrackRecordingBody,
		answer: Sentence,
		errors: ['INVALID_MEETING_ID', 'UNAUTHORIZED_MEETING_ID', 'STOP_TRACK_RECORDING_FAILED'],
	},
	listTrackRecordings: { ...lookUp.list, path: '/v2/recordings/participant/track', title: 'List track recordings' },
	getTrackRecording: { ...lookUp.get, path: '/v2/recordings/participant/track/:id', title: 'Fetch a track recording' },
	deleteTrackRecording: {
		...lookUp.delete,
		path: '/v2/recordings/participant/track/:id',
		title: 'Delete a track recording',
	},
});
