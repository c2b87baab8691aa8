import { Avatar } from '../ui/Avatar.tsx';
import type { MessageGroup } from './groupMessages.ts';
import { linkify } from './linkify.ts';

const TIME = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

/** What one person wrote in one go: name and time once, then the messages. */
export function ChatGroup({ group, own }: { group: MessageGroup; own: boolean }) {
	const name = own ? 'You' : group.senderName || 'Guest';
	return (
		<>
			{group.newDay && (
				<p className="my-1 text-center text-xs font-medium text-soft">
					<time dateTime={group.at.toISOString()}>{DAY.format(group.at)}</time>
				</p>
			)}
			<article className="flex gap-3" data-testid="chat-group" data-sender-id={group.senderId}>
				<Avatar id={group.senderId} name={group.senderName} className="mt-0.5 size-8 shrink-0 text-xs" />
				<div className="min-w-0 grow">
					<p className="flex items-baseline gap-2">
						<span className="min-w-0 truncate text-sm font-semibold">{name}</span>
						<time dateTime={group.at.toISOString()} className="shrink-0 text-xs text-soft tabular-nums">
							{TIME.format(group.at)}
						</time>
					</p>
					<div className="grid gap-1">
						{group.messages.map(({ id, message }) => (
							<MessageText key={id} text={message} />
						))}
					</div>
				</div>
			</article>
		</>
	);
}

/** The text of a message, with its addresses as links. React escapes everything else. */
function MessageText({ text }: { text: string }) {
	let at = 0;
	return (
		<p className="text-sm leading-relaxed break-words whitespace-pre-wrap" data-testid="chat-message">
			{linkify(text).map((piece) => {
				const key = at;
				at += piece.text.length;
				if (!('href' in piece)) return <span key={key}>{piece.text}</span>;
				return (
					<a
						key={key}
						href={piece.href}
						target="_blank"
						rel="noopener noreferrer nofollow"
						className="font-medium text-accent-ink underline decoration-1 underline-offset-2 hover:decoration-2"
					>
						{piece.text}
					</a>
				);
			})}
		</p>
	);
}
