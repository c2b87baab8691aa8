import { usePubSub } from '@videosdk.live/react-sdk';
import { expose, handlers } from './log.js';

const LISTENERS = handlers('', ['onMessageReceived', 'onOldMessagesReceived']);

/** The messages of a topic. */
export function Chat({ topic }) {
	const chat = usePubSub(topic, LISTENERS);
	expose({ chat });
	return (
		<ol>
			{chat.messages?.map(({ id, message }) => (
				<li key={id}>{message}</li>
			))}
		</ol>
	);
}
