import { linkify } from './linkify.ts';

/** The text of a message, with its addresses as links. React escapes everything else. */
export function MessageText({ text }: { text: string }) {
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
