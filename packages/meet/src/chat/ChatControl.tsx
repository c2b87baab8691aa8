import { MessageSquare } from 'lucide-react';
import { useStore } from '../hooks/useStore.ts';
import { PanelControl } from '../panel/PanelControl.tsx';
import type { ChatLog } from './ChatLog.ts';

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
