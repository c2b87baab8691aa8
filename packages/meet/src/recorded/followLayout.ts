import type { Meeting, PubSubMessage } from '@roomcast/client';
import type { CallView } from '../call/CallView.ts';
import { layoutMessage } from './layoutMessage.ts';

/**
 * Lets the hosts of a call change how its tiles are placed, by messages of a topic. The last one that was kept holds for
 * who comes later.
 *
 * @returns stops it
 */
export function followLayout(meeting: Meeting, topic: string, view: CallView): () => void {
	const heard = ({ message }: PubSubMessage) => view.arrange(layoutMessage(message));
	const listeners = {
		onMessageReceived: heard,
		onOldMessagesReceived: (messages: PubSubMessage[]) => {
			for (const message of messages) heard(message);
		},
	};
	meeting.pubSub.subscribe(topic, listeners).catch((error: unknown) => {
		console.warn(`The layout cannot be changed by messages of ${topic}`, error);
	});
	return () => void meeting.pubSub.unsubscribe(topic, listeners).catch(() => undefined);
}
