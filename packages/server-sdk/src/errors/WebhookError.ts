import { RoomcastError } from './RoomcastError.ts';

/** A message does not come from your server, or not now: answer 400. */
export class WebhookError extends RoomcastError {
	override name = 'WebhookError';
}
