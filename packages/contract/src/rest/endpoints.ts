import type { EndpointGroup } from './Endpoint.ts';
import { DEVELOPMENT_ENDPOINTS } from './endpoints/development.ts';
import { HLS_ENDPOINTS } from './endpoints/hls.ts';
import { LIVESTREAM_ENDPOINTS } from './endpoints/livestreams.ts';
import { METRICS_ENDPOINTS, OPERATION_ENDPOINTS } from './endpoints/operations.ts';
import {
	PARTICIPANT_RECORDING_ENDPOINTS,
	RECORDING_ENDPOINTS,
	TRACK_RECORDING_ENDPOINTS,
} from './endpoints/recordings.ts';
import { ROOM_CAPTURE_ENDPOINTS, ROOM_ENDPOINTS } from './endpoints/rooms.ts';
import { CHAT_ENDPOINTS, ENTRY_ENDPOINTS, QUALITY_ENDPOINTS, SESSION_ENDPOINTS } from './endpoints/sessions.ts';
import { STORAGE_ENDPOINTS } from './endpoints/storage.ts';
import { PUBLIC_KEY_ENDPOINTS, WEBHOOK_ENDPOINTS } from './endpoints/webhooks.ts';
import { WHIP_ENDPOINTS } from './endpoints/whip.ts';

/** Every endpoint of the REST API, by its id. */
export const ENDPOINTS = {
	...OPERATION_ENDPOINTS,
	...METRICS_ENDPOINTS,
	...ROOM_ENDPOINTS,
	...ROOM_CAPTURE_ENDPOINTS,
	...SESSION_ENDPOINTS,
	...QUALITY_ENDPOINTS,
	...CHAT_ENDPOINTS,
	...ENTRY_ENDPOINTS,
	...RECORDING_ENDPOINTS,
	...PARTICIPANT_RECORDING_ENDPOINTS,
	...TRACK_RECORDING_ENDPOINTS,
	...LIVESTREAM_ENDPOINTS,
	...HLS_ENDPOINTS,
	...STORAGE_ENDPOINTS,
	...WEBHOOK_ENDPOINTS,
	...PUBLIC_KEY_ENDPOINTS,
	...WHIP_ENDPOINTS,
	...DEVELOPMENT_ENDPOINTS,
} as const satisfies EndpointGroup;
