import {
	PARTICIPANT_RECORDING_ENDPOINTS,
	type ParticipantRecording,
	RECORDING_ENDPOINTS,
	type Recording,
	ROOM_CAPTURE_ENDPOINTS,
	TRACK_RECORDING_ENDPOINTS,
} from '@roomcast/contract';
import type { OutputFacts } from '../egress/OutputFacts.ts';
import type { App } from '../http/App.ts';
import { type Handler, implement } from '../http/implement.ts';
import { pageInfo, requestedPage } from '../http/paging.ts';
import { participantRecordingKind } from './participantRecordingKind.ts';
import type { RecordingViews } from './RecordingViews.ts';
import { recordingKind } from './recordingKind.ts';
import type { RecordingService } from './service.ts';
import { trackRecordingKind } from './trackRecordingKind.ts';

export interface RecordingRoutesOptions {
	readonly recordings: RecordingService;
	readonly views: RecordingViews;
}

/** The header that carries the id of what was started: the body is a sentence, as in VideoSDK. */
const ID_HEADER = 'x-recording-id';

/** `/v2/recordings`, in a scope that authenticates. */
export function registerRecordingRoutes(app: App, options: RecordingRoutesOptions): void {
	const { recordings } = options;
	registerMeetingRoutes(app, options);

	const participants = lookUp(options, participantRecordingKind);
	implement(app, PARTICIPANT_RECORDING_ENDPOINTS, {
		startParticipantRecording: async ({ caller, body, reply }) => {
			const { id } = await recordings.startParticipant(caller, body);
			reply.header(ID_HEADER, id);
			return 'participant recording started successfully.';
		},
		stopParticipantRecording: async ({ caller, body }) => {
			await recordings.stopParticipant(caller, body);
			return 'participant recording ended successfully.';
		},
		listParticipantRecordings: participants.list,
		getParticipantRecording: participants.get,
		deleteParticipantRecording: async ({ caller, params }) => {
			await recordings.delete(caller, participantRecordingKind, params.id);
			return 'Participant Recording deleted successfully.';
		},
	});

	const tracks = lookUp(options, trackRecordingKind);
	implement(app, TRACK_RECORDING_ENDPOINTS, {
		startTrackRecording: async ({ caller, body, reply }) => {
			const { id } = await recordings.startTrack(caller, body);
			reply.header(ID_HEADER, id);
			return 'track recording started successfully.';
		},
		stopTrackRecording: async ({ caller, body }) => {
			await recordings.stopTrack(caller, body);
			return 'track recording ended successfully.';
		},
		listTrackRecordings: tracks.list,
		getTrackRecording: tracks.get,
		deleteTrackRecording: async ({ caller, params }) => {
			await recordings.delete(caller, trackRecordingKind, params.id);
			return 'Participant Track Recording deleted successfully.';
		},
	});

	implement(app, ROOM_CAPTURE_ENDPOINTS, {
		getRoomCaptures: ({ caller, params }) => recordings.ofRoom(caller, params.roomId),
	});
}

function registerMeetingRoutes(app: App, { recordings, views }: RecordingRoutesOptions): void {
	const endRecording: Handler<typeof RECORDING_ENDPOINTS.endRecording> = async ({ caller, body }) => {
		await recordings.stop(caller, body);
		return 'Recording ended successfully';
	};
	implement(app, RECORDING_ENDPOINTS, {
		startRecording: async ({ caller, body, reply }) => {
			const { id } = await recordings.start(caller, body);
			reply.header(ID_HEADER, id);
			return 'Recording started successfully';
		},
		endRecording,
		stopRecording: endRecording,
		listRecordings: async ({ caller, query }) => {
			const paging = requestedPage(query);
			const { captures, total } = await recordings.list(caller, recordingKind, paging);
			return { pageInfo: pageInfo(paging, total), data: await views.meetings(caller, captures) };
		},
		getRecording: async ({ caller, params }) => {
			const capture = await recordings.get(caller, recordingKind, params.id);
			return (await views.meetings(caller, [capture]))[0] as Recording;
		},
		deleteRecording: async ({ caller, params }) => {
			await recordings.delete(caller, recordingKind, params.id);
			return 'Room recording deleted successfully';
		},
	});
}

type Endpoints = typeof PARTICIPANT_RECORDING_ENDPOINTS;

/** List and fetch, which participant and track recordings have in common. */
function lookUp({ recordings, views }: RecordingRoutesOptions, kind: OutputFacts) {
	const list: Handler<Endpoints['listParticipantRecordings']> = async ({ caller, query }) => {
		const paging = requestedPage(query);
		const { captures, total } = await recordings.list(caller, kind, paging);
		return { pageInfo: pageInfo(paging, total), data: await views.participants(caller, captures) };
	};
	const get: Handler<Endpoints['getParticipantRecording']> = async ({ caller, params }) => {
		const capture = await recordings.get(caller, kind, params.id);
		return (await views.participants(caller, [capture]))[0] as ParticipantRecording;
	};
	return { list, get };
}
