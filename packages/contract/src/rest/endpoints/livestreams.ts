import { MAX_START_BODY } from '../compositions.ts';

import { declareEndpoints } from '../Endpoint.ts';
import {
	GetLivestreamQuery,
	ListLivestreamsQuery,
	Livestream,
	LivestreamOutput,
	LivestreamOutputParams,
	LivestreamOutputState,
	LivestreamPage,
	LivestreamParams,
	StartLivestreamBody,
	StopLivestreamBody,
} from '../livestreams.ts';
import { Sentence } from '../recordings.ts';

const endLivestream = {
	method: 'POST',
	path: '/v2/livestreams/end',
	action: 'livestream.stop',
	atHome: true,
	title: 'End a livestream',
	text: 'All livestreams of the room, or the one with this id.',
	body: StopLivestreamBody,
	answer: Sentence,
	errors: ['INVALID_MEETING_ID', 'UNAUTHORIZED_MEETING_ID', 'STOP_LIVESTREAM_FAILED'],
} as const;

/** `/v2/livestreams` (VideoSDK v2, RTMP livestream; outputs of a running one are a Roomcast addition). */
export const LIVESTREAM_ENDPOINTS = declareEndpoints('Livestreams', {
	startLivestream: {
		method: 'POST',
		path: '/v2/livestreams/start',
		action: 'livestream.start',
		atHome: true,
		title: 'Stream a room to RTMP servers',
		text: 'The room as one picture and one sound, to up to ten servers. The first server has the stream when this request is answered; the header `x-livestream-id` has the id. `livestream-failed` reports outputs that fail later. It ends no later than the session.',
		body: StartLivestreamBody,
		bodyLimit: MAX_START_BODY,
		answer: Sentence,
		idHeader: 'x-livestream-id',
		errors: [
			'INVALID_MEETING_ID',
			'UNAUTHORIZED_MEETING_ID',
			'START_LIVESTREAM_FAILED',
			'INVALID_LIVESTREAM_CONFIG',
			'PREV_RTMP_RECORDING_PROCESSING',
			'E2EE_NOT_SUPPORTED',
		],
	},
	endLivestream,
	stopLivestream: { ...endLivestream, path: '/v2/livestreams/stop', title: 'End a livestream (alias)' },
	listLivestreams: {
		method: 'GET',
		path: '/v2/livestreams',
		action: 'livestream.read',
		title: 'List livestreams',
		text: 'Newest first, including running ones. Stream keys are masked.',
		query: ListLivestreamsQuery,
		answer: LivestreamPage,
	},
	getLivestream: {
		method: 'GET',
		path: '/v2/livestreams/:id',
		action: 'livestream.read',
		title: 'Fetch a livestream',
		text: 'With the state of each output. Stream keys are masked unless you ask for them with `withStreamKeys`.',
		params: LivestreamParams,
		query: GetLivestreamQuery,
		answer: Livestream,
		errors: ['LIVESTREAM_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID', 'UNAUTHORIZED_PARTCIPANT_ID'],
	},
	addLivestreamOutput: {
		method: 'POST',
		path: '/v2/livestreams/:id/outputs',
		action: 'livestream.change',
		atHome: true,
		title: 'Add an output to a livestream',
		text: 'While it runs, without affecting the other outputs. The output is published when the server answers. A Roomcast addition.',
		params: LivestreamParams,
		body: LivestreamOutput,
		answer: LivestreamOutputState,
		errors: ['LIVESTREAM_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID', 'START_LIVESTREAM_FAILED', 'INVALID_LIVESTREAM_CONFIG'],
	},
	removeLivestreamOutput: {
		method: 'DELETE',
		path: '/v2/livestreams/:id/outputs/:outputId',
		action: 'livestream.change',
		atHome: true,
		title: 'Remove an output of a livestream',
		text: 'Does not affect the other outputs. You cannot remove the last one: end the livestream instead. A Roomcast addition.',
		params: LivestreamOutputParams,
		answer: Sentence,
		errors: ['LIVESTREAM_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID', 'STOP_LIVESTREAM_FAILED'],
	},
});
