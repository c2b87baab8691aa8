import { MeetingError } from '../errors/MeetingError.ts';
import type { PubSubListeners, SubscribeOptions, Subscription } from './types.ts';

const LISTENERS = ['onMessageReceived', 'onBatchReceived', 'onOldMessagesReceived', 'onMessageDrop'] as const;

const refuse = (what: string): never => {
	throw MeetingError.of('ERROR_INVALID_PARAMETER', what);
};

/** @throws MeetingError 3073 when it is not one */
export function checkTopic(topic: string): void {
	if (typeof topic !== 'string' || topic === '' || topic.length > 128)
		refuse(`topic is ${JSON.stringify(topic)}, allowed are 1 to 128 characters`);
}

/** @throws MeetingError 3073 when one of them is no function */
export function checkListeners(listeners: PubSubListeners): void {
	if (typeof listeners !== 'object' || listeners === null) refuse('listeners is not an object of functions');
	for (const name of LISTENERS) {
		if (listeners[name] !== undefined && typeof listeners[name] !== 'function') refuse(`${name} is not a function`);
	}
}

/**
 * What was given of the options.
 *
 * @throws MeetingError 3073 for a number that is out of range, or a `maxQueue` where nothing is queued
 */
export function subscriptionOf(options: SubscribeOptions | null): Subscription {
	const given: Subscription = Object.fromEntries(Object.entries(options ?? {}).filter(([, value]) => value !== null));
	const { oldMessageLimit, realtimeOverflow, maxQueue, newMessageLimit } = given;
	if (realtimeOverflow !== undefined && realtimeOverflow !== 'queue' && realtimeOverflow !== 'drop')
		refuse(`realtimeOverflow is "${realtimeOverflow}", allowed are queue, drop`);
	if (maxQueue !== undefined && realtimeOverflow === 'drop') refuse('maxQueue has no effect when overflow is dropped');
	within('oldMessageLimit', oldMessageLimit, 0, Number.MAX_SAFE_INTEGER);
	within('maxQueue', maxQueue, 1, 200);
	within('newMessageLimit', newMessageLimit, 1, Number.MAX_SAFE_INTEGER);
	return given;
}

function within(name: string, value: number | undefined, least: number, most: number): void {
	if (value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return;
	refuse(`${name} is ${value}, allowed are whole numbers from ${least}${most < 1000 ? ` to ${most}` : ''}`);
}
