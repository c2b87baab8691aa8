import { Readable } from 'node:stream';
import { CHAT_ENDPOINTS } from '@roomcast/contract';
import type { App } from '../../http/App.ts';
import { implement } from '../../http/implement.ts';
import type { ChatService } from './service.ts';

/** The chat of a session as CSV, for anybody who has a `chatLink`. */
export function registerChatRoute(app: App, chat: ChatService): void {
	implement(
		app,
		CHAT_ENDPOINTS,
		{
			getChat: async ({ params: { sessionId }, query, reply }) => {
				const lines = await chat.csv(sessionId, query);
				reply
					.type('text/csv; charset=utf-8; header=present')
					.header('content-disposition', `attachment; filename="chat-${sessionId}.csv"`)
					.header('cache-control', 'private, no-store');
				return Readable.from(lines, { objectMode: false });
			},
		},
		{ getChat: { config: { costsStrangers: true } } },
	);
}
