import { MessageSquare, MessagesSquare } from 'lucide-react';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { useStore } from '../base/Store.ts';
import { useCall } from '../meeting/CallContext.ts';
import { PanelControl } from '../meeting/PanelControl.tsx';
import { SidePanel } from '../meeting/SidePanel.tsx';
import { ChatComposer } from './ChatComposer.tsx';
import { ChatGroup } from './ChatGroup.tsx';
import type { ChatLog } from './ChatLog.ts';
import { groupMessages } from './groupMessages.ts';

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

/** Opens the chat; counts what is unread. */
export function ChatControl({ chat }: { chat: ChatLog }) {
	const { unread } = useStore(chat);
	return (
		<PanelControl
			panel="chat"
			label="Chat"
			shortcut="C"
			icon={<MessageSquare />}
			news={unread}
			newsText={`${unread} unread`}
		/>
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

/** How far from the end still counts as the end, px. */
const NEAR = 80;

/**
 * A ref for a list that grows at its end: it stays at the end when it was there, and stays where it is when somebody
 * scrolled up to read.
 *
 * @param length how long the list is
 * @param always goes to the end in any case: the person wrote something
 */
function useStickToEnd(length: number, always: boolean) {
	const list = useRef<HTMLDivElement>(null);
	const atEnd = useRef(true);
	useEffect(() => {
		const element = list.current;
		if (element === null) return;
		const note = () => {
			atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
		};
		element.addEventListener('scroll', note, { passive: true });
		return () => element.removeEventListener('scroll', note);
	}, []);
	useLayoutEffect(() => {
		const element = list.current;
		if (element !== null && length > 0 && (atEnd.current || always)) element.scrollTop = element.scrollHeight;
	}, [length, always]);
	return list;
}
