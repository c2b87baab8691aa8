import type { ENDPOINTS } from '@roomcast/contract';

/** Classes of the SDK, and what their doc comments say. */
export const CLASSES = {
	Rooms: 'Rooms: permanent addresses for calls.',
	Sessions: 'Sessions: each is one occupancy of a room, from the first join to the last leave.',
	Participants: 'The people of a session.',
	WaitingRoom: 'Guests who ask to be let in.',
	Recordings: 'Recordings of a meeting, as one picture and one sound.',
	ParticipantRecordings: 'Recordings of one participant, each in one file.',
	TrackRecordings: 'Recordings of one stream of a participant, as it was sent.',
	Hls: 'Meetings live on the web, for any number of viewers.',
	Livestreams: 'Meetings live to RTMP servers.',
	Storage: 'Your own bucket for recordings.',
	Webhooks: 'Deliveries of webhooks, and what signs them.',
	Operations: 'For load balancers and orchestrators.',
} as const;
export type ClassName = keyof typeof CLASSES;

/** A method, or why an endpoint has none. */
export type MethodName = `${ClassName}.${string}` | { readonly without: string };

const ALIAS = { without: 'another name of the one above' };
const MEDIA = { without: 'WHIP is spoken by encoders' };

/** The method of each endpoint. An endpoint that is new does not compile before it is here. */
export const METHODS: Readonly<Record<keyof typeof ENDPOINTS, MethodName>> = {
	getHealth: 'Operations.health',
	getReadiness: 'Operations.readiness',
	getMetrics: { without: 'for Prometheus, with a token of its own' },
	createRoom: 'Rooms.create',
	listRooms: 'Rooms.list',
	validateRoom: 'Rooms.validate',
	validateRoomByPost: ALIAS,
	getRoom: 'Rooms.get',
	deactivateRoom: 'Rooms.deactivate',
	getRoomCaptures: 'Rooms.captures',
	listSessions: 'Sessions.list',
	getSession: 'Sessions.get',
	endSession: 'Sessions.end',
	getSessionStats: 'Sessions.stats',
	getChat: { without: '`chatLink` of a session is the whole address, and needs no token' },
	listParticipants: 'Participants.list',
	listActiveParticipants: 'Participants.listActive',
	getParticipant: 'Participants.get',
	removeParticipant: 'Participants.remove',
	getParticipantStats: 'Participants.stats',
	listEntryRequests: 'WaitingRoom.list',
	answerEntryRequest: 'WaitingRoom.answer',
	startRecording: 'Recordings.start',
	endRecording: 'Recordings.end',
	stopRecording: ALIAS,
	listRecordings: 'Recordings.list',
	getRecording: 'Recordings.get',
	deleteRecording: 'Recordings.delete',
	startParticipantRecording: 'ParticipantRecordings.start',
	stopParticipantRecording: 'ParticipantRecordings.end',
	listParticipantRecordings: 'ParticipantRecordings.list',
	getParticipantRecording: 'ParticipantRecordings.get',
	deleteParticipantRecording: 'ParticipantRecordings.delete',
	startTrackRecording: 'TrackRecordings.start',
	stopTrackRecording: 'TrackRecordings.end',
	listTrackRecordings: 'TrackRecordings.list',
	getTrackRecording: 'TrackRecordings.get',
	deleteTrackRecording: 'TrackRecordings.delete',
	startLivestream: 'Livestreams.start',
	endLivestream: 'Livestreams.end',
	stopLivestream: ALIAS,
	listLivestreams: 'Livestreams.list',
	getLivestream: 'Livestreams.get',
	addLivestreamOutput: 'Livestreams.addOutput',
	removeLivestreamOutput: 'Livestreams.removeOutput',
	startHls: 'Hls.start',
	endHls: 'Hls.end',
	stopHls: ALIAS,
	captureHls: 'Hls.capture',
	listHls: 'Hls.list',
	getHls: 'Hls.get',
	getActiveHls: 'Hls.getActive',
	deleteHls: 'Hls.delete',
	putStorage: 'Storage.set',
	getStorage: 'Storage.get',
	deleteStorage: 'Storage.delete',
	listWebhookDeliveries: 'Webhooks.listDeliveries',
	getWebhookDelivery: 'Webhooks.getDelivery',
	replayWebhookDelivery: 'Webhooks.replay',
	getWebhookSecret: 'Webhooks.getSecret',
	rotateWebhookSecret: 'Webhooks.rotateSecret',
	getRsaPublicKey: 'Webhooks.getPublicKey',
	publishByWhip: MEDIA,
	patchWhip: MEDIA,
	stopWhip: MEDIA,
	createDevelopmentToken: { without: 'for the pages of a server in development' },
};

/** Where the rows of a list are, where they are not its `data`. */
export const ROWS: Readonly<Record<string, readonly [rows: string, row: string]>> = {
	listParticipants: ['data.participants', 'DetailedParticipant'],
	listActiveParticipants: ['data[0]?.participants ?? []', 'DetailedParticipant'],
};
