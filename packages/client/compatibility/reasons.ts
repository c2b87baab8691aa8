const NO_AGENTS = 'Agents of VideoSDK cannot join the calls of a Roomcast server.';
const NO_TRANSCRIPTION = 'The server does not transcribe.';
const NO_WHITEBOARD = 'The server has no whiteboard.';
const NOT_YET = 'Roomcast does not have this yet.';
const NO_RELAY = 'The server does not relay media into other rooms.';

/**
 * What an app has to know of names that are not the same as in the official SDK, or that do not do the same, by group and
 * name. A test fails for a difference without one.
 */
export const REASONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	VideoSDK: {
		setKeyProvider: NOT_YET,
		runPreCallTest: 'What was left out is `null`, as VideoSDK gives it.',
	},
	Meeting: {
		isE2EEEnabled: NOT_YET,
		hlsUrls: 'Links are `null` while there is nothing to play, as VideoSDK gives them.',
		uploadBase64File: 'Rejects with 3074. The server keeps no files of apps.',
		fetchBase64File: 'Rejects with 3075. The server keeps no files of apps.',
		hlsState: 'Also `HLS_PLAYABLE`, which VideoSDK sends too and does not declare.',
		transcriptionState: `Always \`TRANSCRIPTION_STOPPED\`. ${NO_TRANSCRIPTION}`,
		startTranscription: `Rejects with 4031. ${NO_TRANSCRIPTION}`,
		stopTranscription: `Rejects with 4032. ${NO_TRANSCRIPTION}`,
		startWhiteboard: `Rejects with 4054. ${NO_WHITEBOARD}`,
		stopWhiteboard: `Rejects with 4055. ${NO_WHITEBOARD}`,
		requestMediaRelay: `Rejects with 4078. ${NO_RELAY}`,
		stopMediaRelay: `Rejects with 4079. ${NO_RELAY}`,
	},
	realtimeStore: {
		observe: 'Takes every function, but not a value of the type `Function`.',
	},
	'Meeting events': {
		'codec-changed':
			'Never comes: the codec stays. Who cannot decode it does not get the stream; everybody can decode VP8.',
		'hls-state-changed': 'The links are missing until there is something to play.',
		'pin-state-changed': '`state` says what is pinned, `{ cam, share }`, as VideoSDK sends it.',
		data: '`reliability` is in capitals, as `reliabilityMode` has it.',
		'transcription-state-changed': `Never comes. ${NO_TRANSCRIPTION}`,
		'transcription-text': `Never comes. ${NO_TRANSCRIPTION}`,
		'whiteboard-started': `Never comes. ${NO_WHITEBOARD}`,
		'whiteboard-stopped': `Never comes. ${NO_WHITEBOARD}`,
		'media-relay-request-received': `Never comes. ${NO_RELAY}`,
		'media-relay-request-response': `Never comes. ${NO_RELAY}`,
		'media-relay-started': `Never comes. ${NO_RELAY}`,
		'media-relay-stopped': `Never comes. ${NO_RELAY}`,
		'media-relay-error': `Never comes. ${NO_RELAY}`,
	},
	'Participant events': {
		'media-status-changed': '`newStatus` is a boolean, as VideoSDK sends it.',
		'e2ee-state-change': NOT_YET,
		'video-quality-changed': '`prevQuality` is `null` for the first picture.',
	},
	'AgentParticipant events': {
		'media-status-changed': '`newStatus` is a boolean, as VideoSDK sends it.',
		'agent-state-changed': `Never comes. ${NO_AGENTS}`,
		'agent-transcription-received': `Never comes. ${NO_AGENTS}`,
		'agent-metrics': `Never comes. ${NO_AGENTS}`,
	},
	exports: {
		ExternalE2EEKeyProvider: 'Keeps the key. Without `setKeyProvider`, nothing is encrypted with it.',
		AgentParticipant: `A type only. ${NO_AGENTS}`,
	},
};
