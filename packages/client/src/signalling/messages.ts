import { NotificationEnvelope, ReplyEnvelope } from '@roomcast/contract/signalling/envelope';
import {
	NOTIFICATIONS,
	type NotificationData,
	type NotificationName,
} from '@roomcast/contract/signalling/notifications';
import { REQUESTS, type RequestName, type RequestReply } from '@roomcast/contract/signalling/requests';
import { Check } from 'typebox/schema';

/** A notification whose data fits the contract. */
export type Notification = {
	[N in NotificationName]: { event: N; seq: number; data: NotificationData<N> };
}[NotificationName];

/** What the server can send. */
export type Incoming = { reply: ReplyEnvelope } | { notification: Notification };

/**
 * Reads one message of the server.
 *
 * @returns the message, or what is wrong with it
 */
export function readMessage(text: string): Incoming | { invalid: string } {
	let message: unknown;
	try {
		message = JSON.parse(text);
	} catch {
		return { invalid: 'it is not JSON' };
	}
	if (Check(ReplyEnvelope, message)) return { reply: message };
	if (!Check(NotificationEnvelope, message)) return { invalid: 'it is neither a reply nor a notification' };
	const { event } = message;
	if (!Object.hasOwn(NOTIFICATIONS, event)) return { invalid: `there is no notification "${event}"` };
	if (!Check(NOTIFICATIONS[event as NotificationName].data, message.data))
		return { invalid: `the data of "${event}" does not match the contract` };
	return { notification: message as Notification };
}

/** Whether the data of a reply fits the contract. */
export function isReply<N extends RequestName>(method: N, data: unknown): data is RequestReply<N> {
	return Check(REQUESTS[method].reply, data);
}
