import {
	type ErrorName,
	ListParticipantRecordingsQuery,
	ListRecordingsQuery,
	MAX_START_BODY,
	ParticipantRecording,
	ParticipantRecordingPage,
	Recording,
	RecordingPage,
	RecordingParams,
	RoomCaptures,
	RoomParams,
	Sentence,
	StartParticipantRecordingBody,
	StartRecordingBody,
	StartTrackRecordingBody,
	StopParticipantRecordingBody,
	StopRecordingBody,
	StopTrackRecordingBody,
} from '@roomcast/contract';
import { callerOf } from '../auth/authenticateRequests.ts';
import type { OutputFacts } from '../egress/OutputFacts.ts';
import type { App } from '../http/App.ts';
import { type OperationText, operation } from '../http/operation.ts';
import { pageInfo, requestedPage } from '../http/paging.ts';
import { sentence } from '../http/sentence.ts';
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
const ROOM_ERRORS = ['INVALID_MEETING_ID', 'UNAUTHORIZED_MEETING_ID'] as const satisfies readonly ErrorName[];

/** `/v2/recordings` (VideoSDK v2, recordings), in a scope that authenticates. */
export function registerRecordingRoutes(app: App, options: RecordingRoutesOptions): void {
	registerMeetingRoutes(app, options);
	registerParticipantRoutes(app, options, {
		path: '/v2/recordings/participant',
		kind: participantRecordingKind,
		name: 'ParticipantRecording',
		tag: 'Participant recordings',
		noun: 'participant recording',
		deleted: 'Participant Recording deleted successfully.',
	});
	registerParticipantRoutes(app, options, {
		path: '/v2/recordings/participant/track',
		kind: trackRecordingKind,
		name: 'TrackRecording',
		tag: 'Track recordings',
		noun: 'track recording',
		deleted: 'Participant Track Recording deleted successfully.',
	});

	const { recordings } = options;
	app.get(
		'/v2/rooms/:roomId/captures',
		{
			schema: operation(
				{
					tags: ['Rooms'],
					action: 'room.captures',
					operationId: 'getRoomCaptures',
					summary: 'List the running recordings and streams of a room',
					description:
						'For join screens, which should announce recordings before people join. Works with any token of the room, also with `ask_join`. A Roomcast addition.',
					errors: ROOM_ERRORS,
				},
				{ params: RoomParams, answer: RoomCaptures },
			),
		},
		(request) => recordings.ofRoom(callerOf(request), request.params.roomId),
	);
	app.post(
		'/v2/recordings/participant/start',
		{
			schema: operation(
				{
					tags: ['Participant recordings'],
					action: 'recording.start',
					operationId: 'startParticipantRecording',
					summary: 'Record a participant',
					description:
						'Camera and microphone in one file, which continues over reconnections, and with black and silence while they are off. `webm` copies the media; `mp4` and `m3u8` are encoded. Ends when the participant leaves.',
					errors: [...ROOM_ERRORS, 'PARTICIPANT_NOT_FOUND', 'START_PARTICIPANT_RECORDING_FAILED'],
				},
				{ body: StartParticipantRecordingBody, answer: Sentence },
			),
		},
		async (request, reply) => {
			const { id } = await recordings.startParticipant(callerOf(request), request.body);
			return sentence(reply.header(ID_HEADER, id), 'participant recording started successfully.');
		},
	);
	app.post(
		'/v2/recordings/participant/stop',
		{
			schema: operation(
				{
					tags: ['Participant recordings'],
					action: 'recording.stop',
					operationId: 'stopParticipantRecording',
					summary: 'End the recording of a participant',
					description: '`participant-recording-stopped` follows when the file is in the storage.',
					errors: [...ROOM_ERRORS, 'STOP_PARTICIPANT_RECORDING_FAILED'],
				},
				{ body: StopParticipantRecordingBody, answer: Sentence },
			),
		},
		async (request, reply) => {
			await recordings.stopParticipant(callerOf(request), request.body);
			return sentence(reply, 'participant recording ended successfully.');
		},
	);
	app.post(
		'/v2/recordings/participant/track/start',
		{
			schema: operation(
				{
					tags: ['Track recordings'],
					action: 'recording.start',
					operationId: 'startTrackRecording',
					summary: 'Record a track',
					description:
						'One stream of a participant as sent, never encoded again: one file over mutes and reconnections, with an index of the gaps. `mp3` and `m3u8` are made from sound when it ends.',
					errors: [...ROOM_ERRORS, 'PARTICIPANT_NOT_FOUND', 'START_TRACK_RECORDING_FAILED'],
				},
				{ body: StartTrackRecordingBody, answer: Sentence },
			),
		},
		async (request, reply) => {
			const { id } = await recordings.startTrack(callerOf(request), request.body);
			return sentence(reply.header(ID_HEADER, id), 'track recording started successfully.');
		},
	);
	app.post(
		'/v2/recordings/participant/track/stop',
		{
			schema: operation(
				{
					tags: ['Track recordings'],
					action: 'recording.stop',
					operationId: 'stopTrackRecording',
					summary: 'End the recording of a track',
					description: '`participant-track-recording-stopped` follows when the file is in the storage.',
					errors: [...ROOM_ERRORS, 'STOP_TRACK_RECORDING_FAILED'],
				},
				{ body: StopTrackRecordingBody, answer: Sentence },
			),
		},
		async (request, reply) => {
			await recordings.stopTrack(callerOf(request), request.body);
			return sentence(reply, 'track recording ended successfully.');
		},
	);
}

function registerMeetingRoutes(app: App, { recordings, views }: RecordingRoutesOptions): void {
	const tags = ['Recordings'] as const satisfies OperationText['tags'];
	app.post(
		'/v2/recordings/start',
		{
			schema: operation(
				{
					tags,
					action: 'recording.start',
					operationId: 'startRecording',
					bodyLimit: MAX_START_BODY,
					summary: 'Record a meeting',
					description:
						'The room as one picture and one sound. The recording is running when the server answers; the header `x-recording-id` has the id. It ends no later than the session.',
					errors: [...ROOM_ERRORS, 'START_RECORDING_FAILED', 'PREV_RECORDING_PROCESSING'],
				},
				{ body: StartRecordingBody, answer: Sentence },
			),
		},
		async (request, reply) => {
			const { id } = await recordings.start(callerOf(request), request.body);
			return sentence(reply.header(ID_HEADER, id), 'Recording started successfully');
		},
	);
	for (const word of ['end', 'stop'] as const)
		app.post(
			`/v2/recordings/${word}`,
			{
				schema: operation(
					{
						tags,
						action: 'recording.stop',
						operationId: word === 'end' ? 'endRecording' : 'stopRecording',
						summary: word === 'end' ? 'End a meeting recording' : 'End a meeting recording (alias)',
						description: '`recording-stopped` follows when the file is in the storage.',
						errors: [...ROOM_ERRORS, 'STOP_RECORDING_FAILED'],
					},
					{ body: StopRecordingBody, answer: Sentence },
				),
			},
			async (request, reply) => {
				await recordings.stop(callerOf(request), request.body);
				return sentence(reply, 'Recording ended successfully');
			},
		);
	app.get(
		'/v2/recordings',
		{
			schema: operation(
				{
					tags,
					action: 'recording.read',
					operationId: 'listRecordings',
					summary: 'List meeting recordings',
					description: 'Newest first, including running ones.',
					errors: [],
				},
				{ querystring: ListRecordingsQuery, answer: RecordingPage },
			),
		},
		async (request) => {
			const caller = callerOf(request);
			const query = requestedPage(request.query);
			const { captures, total } = await recordings.list(caller, recordingKind, query);
			return { pageInfo: pageInfo(query, total), data: await views.meetings(caller, captures) };
		},
	);
	app.get(
		'/v2/recordings/:id',
		{
			schema: operation(
				{
					tags,
					action: 'recording.read',
					operationId: 'getRecording',
					summary: 'Fetch a meeting recording',
					description: 'With a link to its file once it is in the storage.',
					errors: ['RECORDING_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID'],
				},
				{ params: RecordingParams, answer: Recording },
			),
		},
		async (request) => {
			const caller = callerOf(request);
			const capture = await recordings.get(caller, recordingKind, request.params.id);
			return (await views.meetings(caller, [capture]))[0] as Recording;
		},
	);
	app.delete(
		'/v2/recordings/:id',
		{
			schema: operation(
				{
					tags,
					action: 'recording.delete',
					operationId: 'deleteRecording',
					summary: 'Delete a meeting recording',
					description: 'With its file. Stop a running recording first.',
					errors: ['RECORDING_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID', 'STOP_RECORDING_FAILED'],
				},
				{ params: RecordingParams, answer: Sentence },
			),
		},
		async (request, reply) => {
			await recordings.delete(callerOf(request), recordingKind, request.params.id);
			return sentence(reply, 'Room recording deleted successfully');
		},
	);
}

interface Variant {
	readonly path: string;
	readonly kind: OutputFacts;
	readonly name: string;
	readonly tag: string;
	readonly noun: string;
	readonly deleted: string;
}

/** List, fetch and delete, which participant and track recordings have in common. */
function registerParticipantRoutes(app: App, { recordings, views }: RecordingRoutesOptions, variant: Variant): void {
	const { path, kind, name, noun, deleted } = variant;
	const tags: OperationText['tags'] = [variant.tag];
	app.get(
		path,
		{
			schema: operation(
				{
					tags,
					action: 'recording.read',
					operationId: `list${name}s`,
					summary: `List ${noun}s`,
					description: 'Newest first.',
					errors: [],
				},
				{ querystring: ListParticipantRecordingsQuery, answer: ParticipantRecordingPage },
			),
		},
		async (request) => {
			const caller = callerOf(request);
			const query = requestedPage(request.query);
			const { captures, total } = await recordings.list(caller, kind, query);
			return { pageInfo: pageInfo(query, total), data: await views.participants(caller, captures) };
		},
	);
	app.get(
		`${path}/:id`,
		{
			schema: operation(
				{
					tags,
					action: 'recording.read',
					operationId: `get${name}`,
					summary: `Fetch a ${noun}`,
					description: 'With links to its files once they are in the storage.',
					errors: ['RECORDING_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID'],
				},
				{ params: RecordingParams, answer: ParticipantRecording },
			),
		},
		async (request) => {
			const caller = callerOf(request);
			const capture = await recordings.get(caller, kind, request.params.id);
			return (await views.participants(caller, [capture]))[0] as ParticipantRecording;
		},
	);
	app.delete(
		`${path}/:id`,
		{
			schema: operation(
				{
					tags,
					action: 'recording.delete',
					operationId: `delete${name}`,
					summary: `Delete a ${noun}`,
					description: 'With its files. Stop a running recording first.',
					errors: ['RECORDING_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID', 'STOP_RECORDING_FAILED'],
				},
				{ params: RecordingParams, answer: Sentence },
			),
		},
		async (request, reply) => {
			await recordings.delete(callerOf(request), kind, request.params.id);
			return sentence(reply, deleted);
		},
	);
}
