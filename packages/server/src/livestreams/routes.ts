import {
	type ErrorName,
	GetLivestreamQuery,
	ListLivestreamsQuery,
	Livestream,
	LivestreamOutput,
	LivestreamOutputParams,
	LivestreamOutputState,
	LivestreamPage,
	LivestreamParams,
	MAX_START_BODY,
	Sentence,
	StartLivestreamBody,
	StopLivestreamBody,
} from '@roomcast/contract';
import { callerOf } from '../auth/authenticateRequests.ts';
import type { App } from '../http/App.ts';
import { type OperationText, operation } from '../http/operation.ts';
import { pageInfo, requestedPage } from '../http/paging.ts';
import { sentence } from '../http/sentence.ts';
import { authorize } from '../policy/authorize.ts';
import type { LivestreamViews } from './LivestreamViews.ts';
import type { LivestreamService } from './service.ts';

export interface LivestreamRoutesOptions {
	readonly livestreams: LivestreamService;
	readonly views: LivestreamViews;
}

/** The header that carries the id of what was started: the body is a sentence, as in VideoSDK. */
const ID_HEADER = 'x-livestream-id';
const ROOM_ERRORS = ['INVALID_MEETING_ID', 'UNAUTHORIZED_MEETING_ID'] as const satisfies readonly ErrorName[];
const ID_ERRORS = ['LIVESTREAM_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID'] as const satisfies readonly ErrorName[];
const tags = ['Livestreams'] as const satisfies OperationText['tags'];

/** `/v2/livestreams` (VideoSDK v2, RTMP livestream), in a scope that authenticates. */
export function registerLivestreamRoutes(app: App, options: LivestreamRoutesOptions): void {
	registerControl(app, options);
	registerLookUp(app, options);
	registerOutputs(app, options);
}

function registerControl(app: App, { livestreams }: LivestreamRoutesOptions): void {
	app.post(
		'/v2/livestreams/start',
		{
			schema: operation(
				{
					tags,
					action: 'livestream.start',
					operationId: 'startLivestream',
					bodyLimit: MAX_START_BODY,
					summary: 'Stream a room to RTMP servers',
					description:
						'The room as one picture and one sound, to up to ten servers. The first server has the stream when this request is answered; the header `x-livestream-id` has the id. `livestream-failed` reports outputs that fail later. It ends no later than the session.',
					errors: [
						...ROOM_ERRORS,
						'START_LIVESTREAM_FAILED',
						'INVALID_LIVESTREAM_CONFIG',
						'PREV_RTMP_RECORDING_PROCESSING',
					],
				},
				{ body: StartLivestreamBody, answer: Sentence },
			),
		},
		async (request, reply) => {
			const { id } = await livestreams.start(callerOf(request), request.body);
			return sentence(reply.header(ID_HEADER, id), 'Livestream started successfully');
		},
	);
	for (const word of ['end', 'stop'] as const)
		app.post(
			`/v2/livestreams/${word}`,
			{
				schema: operation(
					{
						tags,
						action: 'livestream.stop',
						operationId: word === 'end' ? 'endLivestream' : 'stopLivestream',
						summary: word === 'end' ? 'End a livestream' : 'End a livestream (alias)',
						description: 'All livestreams of the room, or the one with this id.',
						errors: [...ROOM_ERRORS, 'STOP_LIVESTREAM_FAILED'],
					},
					{ body: StopLivestreamBody, answer: Sentence },
				),
			},
			async (request, reply) => {
				await livestreams.stop(callerOf(request), request.body);
				return sentence(reply, 'Livestream ended successfully');
			},
		);
}

function registerLookUp(app: App, { livestreams, views }: LivestreamRoutesOptions): void {
	app.get(
		'/v2/livestreams',
		{
			schema: operation(
				{
					tags,
					action: 'livestream.read',
					operationId: 'listLivestreams',
					summary: 'List livestreams',
					description: 'Newest first, including running ones. Stream keys are masked.',
					errors: [],
				},
				{ querystring: ListLivestreamsQuery, answer: LivestreamPage },
			),
		},
		async (request) => {
			const caller = callerOf(request);
			const query = requestedPage(request.query);
			const { captures, total } = await livestreams.list(caller, query);
			return { pageInfo: pageInfo(query, total), data: await views.list(caller, captures) };
		},
	);
	app.get(
		'/v2/livestreams/:id',
		{
			schema: operation(
				{
					tags,
					action: 'livestream.read',
					operationId: 'getLivestream',
					summary: 'Fetch a livestream',
					description:
						'With the state of each output. Stream keys are masked unless you ask for them with `withStreamKeys`.',
					errors: ID_ERRORS,
				},
				{ params: LivestreamParams, querystring: GetLivestreamQuery, answer: Livestream },
			),
		},
		async (request) => {
			const caller = callerOf(request);
			const withStreamKeys = request.query.withStreamKeys === true;
			if (withStreamKeys) authorize('livestream.read-keys', caller);
			return views.one(caller, await livestreams.get(caller, request.params.id), withStreamKeys);
		},
	);
}

/** Not of VideoSDK. */
function registerOutputs(app: App, { livestreams, views }: LivestreamRoutesOptions): void {
	app.post(
		'/v2/livestreams/:id/outputs',
		{
			schema: operation(
				{
					tags,
					action: 'livestream.change',
					operationId: 'addLivestreamOutput',
					summary: 'Add an output to a livestream',
					description:
						'While it runs, without affecting the other outputs. The output is published when the server answers. A Roomcast addition.',
					errors: [...ID_ERRORS, 'START_LIVESTREAM_FAILED', 'INVALID_LIVESTREAM_CONFIG'],
				},
				{ params: LivestreamParams, body: LivestreamOutput, answer: LivestreamOutputState },
			),
		},
		async (request) => {
			const caller = callerOf(request);
			const { id } = request.params;
			const outputId = await livestreams.addOutput(caller, id, request.body);
			return views.output(caller, await livestreams.get(caller, id), outputId);
		},
	);
	app.delete(
		'/v2/livestreams/:id/outputs/:outputId',
		{
			schema: operation(
				{
					tags,
					action: 'livestream.change',
					operationId: 'removeLivestreamOutput',
					summary: 'Remove an output of a livestream',
					description:
						'Does not affect the other outputs. You cannot remove the last one: end the livestream instead. A Roomcast addition.',
					errors: [...ID_ERRORS, 'STOP_LIVESTREAM_FAILED'],
				},
				{ params: LivestreamOutputParams, answer: Sentence },
			),
		},
		async (request, reply) => {
			const { id, outputId } = request.params;
			await livestreams.removeOutput(callerOf(request), id, outputId);
			return sentence(reply, 'Output removed successfully');
		},
	);
}
