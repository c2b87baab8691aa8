import { SendHorizontal } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, type RefObject, useState } from 'react';
import { useCall } from '../meeting/CallContext.ts';
import type { ChatLog } from './ChatLog.ts';

/** Longest message, in characters: the server's limit for a topic. */
const LONGEST = 16_384;

/** Where messages are written: Enter sends, Shift and Enter begins another line. */
export function ChatComposer({ chat, field }: { chat: ChatLog; field: RefObject<HTMLTextAreaElement | null> }) {
	const { notices } = useCall();
	const [text, setText] = useState('');
	const empty = text.trim() === '';

	const send = (event?: FormEvent) => {
		event?.preventDefault();
		if (empty) return;
		setText('');
		field.current?.focus();
		chat.say(text.trim()).catch((error: Error) => {
			// Nothing that was typed is lost, also when something else was typed meanwhile.
			setText((since) => (since === '' ? text : `${text}\n${since}`));
			notices.warn(`The message was not sent. ${error.message}`);
		});
	};
	const keyed = (event: KeyboardEvent) => {
		// While characters are being composed, Enter picks one (Chinese, Japanese, Korean).
		if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
		event.preventDefault();
		send();
	};

	return (
		<form onSubmit={send} className="shrink-0 border-t border-line p-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
			<div className="flex items-end gap-2 rounded-xl border border-line bg-page p-1.5 focus-within:border-ring">
				<textarea
					ref={field}
					aria-label="Message to everyone"
					placeholder="Message to everyone"
					rows={1}
					value={text}
					maxLength={LONGEST}
					onChange={(event) => setText(event.target.value)}
					onKeyDown={keyed}
					data-testid="chat-input"
					className="field-sizing-content max-h-36 min-h-9 min-w-0 grow resize-none bg-transparent px-2.5 py-2 text-sm leading-snug outline-none placeholder:text-soft"
				/>
				<button
					type="submit"
					aria-label="Send"
					disabled={empty}
					data-testid="chat-send"
					className="grid size-9 shrink-0 place-items-center rounded-lg bg-accent text-accent-text transition-colors hover:bg-accent-hover disabled:bg-raised disabled:text-soft"
				>
					<SendHorizontal className="size-4.5" />
				</button>
			</div>
		</form>
	);
}
