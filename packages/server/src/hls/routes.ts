import {
	ActiveHls,
	ActiveHlsParams,
	CapturedThumbnail,
	CaptureHlsBody,
	type ErrorName,
	HlsPage,
	HlsParams,
	HlsStream,
	ListHlsQuery,
	MAX_START_BODY,
	Sentence,
	StartedHls,
	StartHlsBody,
	StopHlsBody,
} from '@roomcast/contract';
import { callerOf } from '../auth/authenticateRequests.ts';
import type { App } from '../http/App.ts';
import { type OperationText, operation } from '../http/operation.ts';
import { pageInfo, requestedPage } from '../http/paging.ts';
import { sentence } from '../http/sentence.ts';
import type { HlsViews } from './HlsViews.ts';
import type { HlsService } from './service.ts';
import { startedHlsView } from './view.ts';

export interface HlsRoutesOptions {
	readonly hls: HlsService;
	readonly views: HlsViews;
	/** Base of every link, without a slash at its end. */
	publicUrl(): string;
}

/** The header that carries the id of what was started, as recordings have it. */
const ID_HEADER = 'x-hls-id';
const ROOM_ERRORS = ['INVALID_MEETING_ID', 'UNAUTHORIZED_MEETING_ID'] as const satisfies readonly ErrorName[];
const tags = ['HLS'] as const satisfies OperationText['tags'];

/** `/v2/hls` (VideoSDK v2, HLS), in a scope that authenticates. */
export function registerHlsRoutes(app: App, { hls, views, publicUrl }: HlsRoutesOptions): void {
	app.post(
		'/v2/hls/start',
		{
			schema: operation(
				{
					tags,
					action: 'hls.start',
					operationId: 'startHls',
					bodyLimit: MAX_START_BODY,
					summary: 'Start HLS of a room',
					description:
						'The room as one picture and one sound, for any number of viewers. The stream is live when the server answers; `hls-playable` follows when every player can start. It ends no later than the session.',
					errors: [...ROOM_ERRORS, 'START_HLS_FAILED', 'PREV_HLS_STREAMING_PROCESSING'],
				},
				{ body: StartHlsBody, answer: StartedHls },
			),
		},
		async (request, reply) => {
			const caller = callerOf(request);
			const { id } = await hls.start(caller, request.body);
			reply.header(ID_HEADER, id);
			return startedHlsView(await hls.get(caller, id), publicUrl());
		},
	);
	for (const word of ['end', 'stop'] as const)
		app.post(
			`/v2/hls/${word}`,
			{
				schema: operation(
					{
						tags,
						action: 'hls.stop',
						operationId: word === 'end' ? 'endHls' : 'stopHls',
						summary: word === 'end' ? 'End HLS of a room' : 'End HLS of a room (alias)',
						description: 'The stream stays available at `playbackHlsUrl`.',
						errors: [...ROOM_ERRORS, 'STOP_HLS_FAILED'],
					},
					{ body: StopHlsBody, answer: Sentence },
				),
			},
			async (request, reply) => {
				await hls.stop(callerOf(request), request.body);
				return sentence(reply, 'HLS ended successfully');
			},
		);
	app.post(
		'/v2/hls/capture',
		{
			schema: operation(
				{
					tags,
					action: 'hls.capture',
					operationId: 'captureHls',
					summary: 'Take a picture of a stream',
					description:
						'The current picture of the running stream of the room, or the one at `time`. As large as the stream by default; `width` or `height` alone keeps the shape.',
					errors: [...ROOM_ERRORS, 'HLS_NOT_FOUND', 'CAPTURE_HLS_FAILED'],
				},
				{ body: CaptureHlsBody, answer: CapturedThumbnail },
			),
		},
		async (request) => {
			const { roomId, thumbnail } = await hls.capture(callerOf(request), request.body);
			const { at, width, height, format, url, bytes, name } = thumbnail;
			return {
				message: 'captured thumbnail successfully' as const,
				roomId,
				meta: { createdAt: new Date(at).toISOString(), width, height, format },
				filePath: url,
				fileSize: bytes,
				fileName: name,
			};
		},
	);
	app.get(
		'/v2/hls',
		{
			schema: operation(
				{
					tags,
					action: 'hls.read',
					operationId: 'listHls',
					summary: 'List streams',
					description: 'Newest first.',
					errors: [],
				},
				{ querystring: ListHlsQuery, answer: HlsPage },
			),
		},
		async (request) => {
			const caller = callerOf(request);
			const query = requestedPage(request.query);
			const { captures, total } = await hls.list(caller, query);
			return { pageInfo: pageInfo(query, total), data: await views.list(caller, captures) };
		},
	);
	app.get(
		'/v2/hls/:id',
		{
			schema: operation(
				{
					tags,
					action: 'hls.read',
					operationId: 'getHls',
					summary: 'Fetch a stream',
					description: 'Running or finished.',
					errors: ['HLS_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID'],
				},
				{ params: HlsParams, answer: HlsStream },
			),
		},
		async (request) => {
			const caller = callerOf(request);
			return views.one(caller, await hls.get(caller, request.params.id));
		},
	);
	app.get(
		'/v2/hls/:roomId/active',
		{
			schema: operation(
				{
					tags,
					action: 'hls.read',
					operationId: 'getActiveHls',
					summary: 'Fetch the running stream of a room',
					description: 'The newest, if several run.',
					errors: [...ROOM_ERRORS, 'HLS_NOT_FOUND'],
				},
				{ params: ActiveHlsParams, answer: ActiveHls },
			),
		},
		async (request) => {
			const caller = callerOf(request);
			const capture = await hls.active(caller, request.params.roomId);
			return { code: 200 as const, data: await views.one(caller, capture) };
		},
	);
	app.delete(
		'/v2/hls/:id',
		{
			schema: operation(
				{
					tags,
					action: 'hls.delete',
					operationId: 'deleteHls',
					summary: 'Delete a stream',
					description: 'With its media and its pictures. End a running stream first.',
					errors: ['HLS_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID', 'STOP_HLS_FAILED'],
				},
				{ params: HlsParams, answer: Sentence },
			),
		},
		async (request, reply) => {
			await hls.delete(callerOf(request), request.params.id);
			return sentence(reply, 'Room Hls Recording deleted successfully !');
		},
	);
}
