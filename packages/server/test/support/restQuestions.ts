import type { Action } from '@roomcast/contract';

/** What the questions are asked about. */
export interface Subjects {
	readonly roomId: string;
	readonly customRoomId: string;
	readonly sessionId: string;
	/** Ids of captures of the room that have failed, by kind. */
	readonly captures: Readonly<Record<'recording' | 'participant' | 'livestream' | 'hls', string>>;
	/** A publication that was made for this question. */
	readonly publication: string;
}

/** A real call of one route. */
export interface Question {
	readonly action: Action;
	readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	readonly path: string;
	readonly body?: unknown;
	/** A text, instead of `body`. */
	readonly text?: { readonly type: string; readonly body: string };
	/** Nothing of the room is named, so a token for another room is as good. */
	readonly nameless?: boolean;
}

const UNKNOWN = 'ffffffffffffffffffffffff';

/**
 * A question for every route that needs a token, by operation id. Those that take something away are last, and nothing
 * that the others ask about needs what they take.
 */
export function restQuestions({ roomId, customRoomId, sessionId, captures, publication }: Subjects, offer: string) {
	const get = (action: Action, path: string, nameless = false) => ({ action, method: 'GET', path, nameless }) as const;
	const post = (action: Action, path: string, body?: unknown) => ({ action, method: 'POST', path, body }) as const;
	const session = `/v2/sessions/${sessionId}`;
	const output = { url: 'rtmp://live.invalid/live', streamKey: 'key' };
	const kept = {
		type: 's3',
		endpoint: 'http://127.0.0.1:9',
		region: 'us-east-1',
		bucket: 'bucket',
		accessKeyId: 'id',
		secretAccessKey: 'secret',
	};
	return {
		createRoom: post('room.create', '/v2/rooms', { customRoomId }),
		listRooms: get('room.list', '/v2/rooms'),
		getRoom: get('room.get', `/v2/rooms/${roomId}`),
		validateRoom: get('room.get', `/v2/rooms/validate/${roomId}`),
		validateRoomByPost: post('room.get', `/v2/rooms/validate/${roomId}`),
		getRoomCaptures: get('room.captures', `/v2/rooms/${roomId}/captures`),
		listSessions: get('session.read', '/v2/sessions', true),
		getSession: get('session.read', session),
		listParticipants: get('session.read', `${session}/participants`),
		listActiveParticipants: get('session.read', `${session}/participants/active`),
		getParticipant: get('session.read', `${session}/participants/host`),
		getSessionStats: get('session.read', `${session}/stats`),
		getParticipantStats: get('session.read', `${session}/participant/host/stats`),
		removeParticipant: post('participant.remove', '/v2/sessions/participants/remove', {
			roomId,
			participantId: 'nobody',
		}),
		listEntryRequests: get('entry.list', `${session}/entry-requests`),
		answerEntryRequest: post('entry.answer', `${session}/entry-requests/nobody`, { decision: 'denied' }),
		startRecording: post('recording.start', '/v2/recordings/start', { roomId }),
		stopRecording: post('recording.stop', '/v2/recordings/stop', { roomId }),
		endRecording: post('recording.stop', '/v2/recordings/end', { roomId }),
		listRecordings: get('recording.read', '/v2/recordings', true),
		getRecording: get('recording.read', `/v2/recordings/${captures.recording}`),
		startParticipantRecording: post('recording.start', '/v2/recordings/participant/start', {
			roomId,
			participantId: 'nobody',
		}),
		stopParticipantRecording: post('recording.stop', '/v2/recordings/participant/stop', {
			roomId,
			participantId: 'nobody',
		}),
		listParticipantRecordings: get('recording.read', '/v2/recordings/participant', true),
		getParticipantRecording: get('recording.read', `/v2/recordings/participant/${captures.participant}`),
		startTrackRecording: post('recording.start', '/v2/recordings/participant/track/start', {
			roomId,
			participantId: 'nobody',
			kind: 'audio',
		}),
		stopTrackRecording: post('recording.stop', '/v2/recordings/participant/track/stop', {
			roomId,
			participantId: 'nobody',
			kind: 'audio',
		}),
		listTrackRecordings: get('recording.read', '/v2/recordings/participant/track', true),
		getTrackRecording: get('recording.read', `/v2/recordings/participant/track/${UNKNOWN}`, true),
		startLivestream: post('livestream.start', '/v2/livestreams/start', { roomId, outputs: [output] }),
		stopLivestream: post('livestream.stop', '/v2/livestreams/stop', { roomId }),
		endLivestream: post('livestream.stop', '/v2/livestreams/end', { roomId }),
		listLivestreams: get('livestream.read', '/v2/livestreams', true),
		getLivestream: get('livestream.read', `/v2/livestreams/${captures.livestream}`),
		'getLivestream with keys': get(
			'livestream.read-keys',
			`/v2/livestreams/${captures.livestream}?withStreamKeys=true`,
		),
		addLivestreamOutput: post('livestream.change', `/v2/livestreams/${captures.livestream}/outputs`, output),
		removeLivestreamOutput: {
			action: 'livestream.change',
			method: 'DELETE',
			path: `/v2/livestreams/${captures.livestream}/outputs/${UNKNOWN}`,
		},
		startHls: post('hls.start', '/v2/hls/start', { roomId }),
		stopHls: post('hls.stop', '/v2/hls/stop', { roomId }),
		endHls: post('hls.stop', '/v2/hls/end', { roomId }),
		captureHls: post('hls.capture', '/v2/hls/capture', { roomId }),
		listHls: get('hls.read', '/v2/hls', true),
		getHls: get('hls.read', `/v2/hls/${captures.hls}`),
		getActiveHls: get('hls.read', `/v2/hls/${roomId}/active`),
		putStorage: { action: 'storage.set', method: 'PUT', path: '/v2/storage', body: kept },
		getStorage: get('storage.read', '/v2/storage'),
		deleteStorage: { action: 'storage.set', method: 'DELETE', path: '/v2/storage' },
		listWebhookDeliveries: get('webhook.read', '/v2/webhooks/deliveries'),
		getWebhookDelivery: get('webhook.read', `/v2/webhooks/deliveries/${UNKNOWN}`),
		replayWebhookDelivery: post('webhook.replay', `/v2/webhooks/deliveries/${UNKNOWN}/replay`),
		getWebhookSecret: get('webhook.secret', '/v2/webhooks/secret'),
		rotateWebhookSecret: post('webhook.secret', '/v2/webhooks/secret/rotate'),
		publishByWhip: {
			action: 'whip.publish',
			method: 'POST',
			path: `/v2/whip?roomId=${roomId}`,
			text: { type: 'application/sdp', body: offer },
		},
		patchWhip: {
			action: 'whip.restart',
			method: 'PATCH',
			path: publication,
			text: {
				type: 'application/trickle-ice-sdpfrag',
				body: 'a=ice-ufrag:wxyz\r\na=ice-pwd:0123456789abcdef01234567\r\nm=audio 9 RTP/AVP 0\r\na=mid:0\r\n',
			},
		},
		stopWhip: { action: 'whip.end', method: 'DELETE', path: publication },
		deleteRecording: { action: 'recording.delete', method: 'DELETE', path: `/v2/recordings/${captures.recording}` },
		deleteParticipantRecording: {
			action: 'recording.delete',
			method: 'DELETE',
			path: `/v2/recordings/participant/${captures.participant}`,
		},
		deleteTrackRecording: {
			action: 'recording.delete',
			method: 'DELETE',
			path: `/v2/recordings/participant/track/${UNKNOWN}`,
			nameless: true,
		},
		deleteHls: { action: 'hls.delete', method: 'DELETE', path: `/v2/hls/${captures.hls}` },
		endSession: post('session.end', '/v2/sessions/end', { roomId }),
		deactivateRoom: post('room.deactivate', '/v2/rooms/deactivate', { roomId }),
	} as const satisfies Record<string, Question>;
}
