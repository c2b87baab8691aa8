import { MessagesSquare } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { useCall } from '../call/CallContext.ts';
import { useStore } from '../hooks/useStore.ts';
import { SidePanel } from '../panel/SidePanel.tsx';
import { ChatComposer } from './ChatComposer.tsx';
import { ChatGroup } from './ChatGroup.tsx';
import type { ChatLog } from './ChatLog.ts';
import { groupMessages } from './groupMessages.ts';
import { useStickToEnd } from './useStickToEnd.ts';

/** What is said in writing. */
export function ChatPanel({ chat }: { chat: ChatLog }) {
	const { meeting } = useCall();
	const { messages, status } = useStore(chat);
	const groups = useMemo(() => groupMessages(messages), [messages]);
	const list = useStickToEnd(messages.length, messages.at(-1)?.senderId === meeting.localParticipant.id);
	const field = useRef<HTMLTextAreaElement>(null);
	useEffect(() => {
		chat.show(true);
		return () => chat.show(false);
	}, [chat]);
	return (
		<SidePanel panel="chat" title="Chat" first={field} writing>
			<section
				ref={list}
				// biome-ignore lint/a11y/noNoninteractiveTabindex: What scrolls must be in reach of the keyboard.
				tabIndex={0}
				aria-label="Messages"
				className="min-h-0 grow overflow-y-auto overscroll-contain px-4 pb-4"
			>
				{status === 'failed' && (
					<p role="alert" className="text-sm text-danger-ink">
						The chat is not available right now.
					</p>
				)}
				{status === 'ready' && groups.length === 0 && <Empty />}
				<div role="log" aria-label="Messages" aria-live="polite" className="grid gap-4">
					{groups.map((group) => (
						<ChatGroup key={group.messages[0]?.id} group={group} own={group.senderId === meeting.localParticipant.id} />
					))}
				</div>
			</section>
			<ChatComposer chat={chat} field={field} />
		</SidePanel>
	);
}

function Empty() {
	return (
		<div className="grid h-full place-content-center justify-items-center gap-3 text-center">
			<span className="grid size-14 place-items-center rounded-2xl bg-raised">
				<MessagesSquare className="size-6 text-soft" aria-hidden="true" />
			</span>
			<p className="max-w-56 text-sm text-pretty text-soft">
				No messages yet. Everyone in the call can read your messages, including people who join later.
			</p>
		</div>
	);
}
