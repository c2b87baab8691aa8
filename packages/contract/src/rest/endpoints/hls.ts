import { MAX_START_BODY } from '../compositions.ts';

import { declareEndpoints } from '../Endpoint.ts';
import {
	ActiveHls,
	ActiveHlsParams,
	CapturedThumbnail,
	CaptureHlsBody,
	HlsPage,
	HlsParams,
	HlsStream,
	ListHlsQuery,
	StartedHls,
	StartHlsBody,
	StopHlsBody,
} from '../hls.ts';
import { Sentence } from '../recordings.ts';

const endHls = {
	method: 'POST',
	path: '/v2/hls/end',
	action: 'hls.stop',
	atHome: true,
	title: 'End HLS of a room',
	text: 'The stream stays available at `playbackHlsUrl`.',
	body: StopHlsBody,
	answer: Sentence,
	errors: ['INVALID_MEETING_ID', 'UNAUTHORIZED_MEETING_ID', 'STOP_HLS_FAILED'],
} as const;

/** `/v2/hls` (VideoSDK v2, HLS). */
export const HLS_ENDPOINTS = declareEndpoints('HLS', {
	startHls: {
		method: 'POST',
		path: '/v2/hls/start',
		action: 'hls.start',
		atHome: true,
		title: 'Start HLS of a room',
		text: 'The room as one picture and one sound, for any number of viewers. The stream is live when the server answers; `hls-playable` follows when every player can start. It ends no later than the session.',
		body: StartHlsBody,
		bodyLimit: MAX_START_BODY,
		answer: StartedHls,
		idHeader: 'x-hls-id',
		errors: ['INVALID_MEETING_ID', 'UNAUTHORIZED_MEETING_ID', 'START_HLS_FAILED', 'PREV_HLS_STREAMING_PROCESSING'],
	},
	endHls,
	stopHls: { ...endHls, path: '/v2/hls/stop', title: 'End HLS of a room (alias)' },
	captureHls: {
		method: 'POST',
		path: '/v2/hls/capture',
		action: 'hls.capture',
		atHome: true,
		title: 'Take a picture of a stream',
		text: 'The current picture of the running stream of the room, or the one at `time`. As large as the stream by default; `width` or `height` alone keeps the shape.',
		body: CaptureHlsBody,
		answer: CapturedThumbnail,
		errors: ['INVALID_MEETING_ID', 'UNAUTHORIZED_MEETING_ID', 'HLS_NOT_FOUND', 'CAPTURE_HLS_FAILED'],
	},
	listHls: {
		method: 'GET',
		path: '/v2/hls',
		action: 'hls.read',
		title: 'List streams',
		text: 'Newest first.',
		query: ListHlsQuery,
		answer: HlsPage,
	},
	getHls: {
		method: 'GET',
		path: '/v2/hls/:id',
		action: 'hls.read',
		title: 'Fetch a stream',
		text: 'Running or finished.',
		params: HlsParams,
		answer: HlsStream,
		errors: ['HLS_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID'],
	},
	getActiveHls: {
		method: 'GET',
		path: '/v2/hls/:roomId/active',
		action: 'hls.read',
		atHome: true,
		title: 'Fetch the running stream of a room',
		text: 'The newest, if several run.',
		params: ActiveHlsParams,
		answer: ActiveHls,
		errors: ['INVALID_MEETING_ID', 'UNAUTHORIZED_MEETING_ID', 'HLS_NOT_FOUND'],
	},
	deleteHls: {
		method: 'DELETE',
		path: '/v2/hls/:id',
		action: 'hls.delete',
		title: 'Delete a stream',
		text: 'With its media and its pictures. End a running stream first.',
		params: HlsParams,
		answer: Sentence,
		errors: ['HLS_NOT_FOUND', 'UNAUTHORIZED_MEETING_ID', 'STOP_HLS_FAILED'],
	},
});
