import type { PubSubMessage } from '@roomcast/client';

/** Messages that one person wrote one after the other. */
export interface MessageGroup {
	readonly senderId: string;
	readonly senderName: string;
	/** When the first of them was written. */
	readonly at: Date;
	readonly messages: readonly PubSubMessage[];
	/** Whether it is the first of its day in a chat that spans several. */
	readonly newDay: boolean;
}

/** Longer silences than this begin a new group, in ms. */
const SILENCE = 5 * 60_000;

/** Puts together what one person wrote in one go. */
export function groupMessages(messages: readonly PubSubMessage[]): MessageGroup[] {
	const groups: (MessageGroup & { messages: PubSubMessage[] })[] = [];
	let last: Date | undefined;
	for (const message of messages) {
		const at = new Date(message.timestamp);
		const newDay = last !== undefined && last.toDateString() !== at.toDateString();
		const silent = last !== undefined && at.getTime() - last.getTime() > SILENCE;
		const group = groups.at(-1);
		if (group?.senderId === message.senderId && !silent && !newDay) group.messages.push(message);
		else groups.push({ senderId: message.senderId, senderName: message.senderName, at, messages: [message], newDay });
		last = at;
	}
	return groups;
}
