import { usePubSub } from '@roomcast/react';

/** Messages that the server keeps for the session. */
export function Chat() {
	const { messages, publish } = usePubSub('CHAT');
	return (
		<section aria-label="Chat">
			<ol>
				{messages.map(({ id, senderName, message }) => (
					<li key={id}>{`${senderName}: ${message}`}</li>
				))}
			</ol>
			<form action={(form: FormData) => publish(String(form.get('text')), { persist: true })}>
				<input name="text" aria-label="Message" required />
				<button type="submit">Send</button>
			</form>
		</section>
	);
}
