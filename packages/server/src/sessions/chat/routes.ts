import { Readable } from 'node:stream';
import { ChatLinkQuery, SessionParams } from '@roomcast/contract';
import { Type } from 'typebox';
import type { App } from '../../http/App.ts';
import { operation } from '../../http/operation.ts';
import type { ChatService } from './ChatService.ts';

/** The chat of a session as CSV, for whoever has a `chatLink`. */
export function registerChatRoute(app: App, chat: ChatService): void {
	const { response, ...schema } = operation(
		{
			tags: ['Sessions'],
			action: 'open',
			operationId: 'getChat',
			summary: 'Download the chat of a session',
			description:
				'CSV (RFC 4180) with the columns `timestamp`, `senderId`, `senderName`, `message`, `sentTo`. The address is the `chatLink` of the session. It needs no token and is valid for a day.',
			errors: ['INVALID_TOKEN', 'KEY_REVOKED'],
		},
		{ params: SessionParams, querystring: ChatLinkQuery, answer: Type.String() },
	);
	const csv = { description: 'The chat', content: { 'text/csv': { schema: Type.String() } } };
	app.get(
		'/v2/sessions/:sessionId/chat.csv',
		{ config: { costsStrangers: true }, schema: { ...schema, response: { ...response, 200: csv } } },
		async (request, reply) => {
			const { sessionId } = request.params;
			const lines = await chat.csv(sessionId, request.query);
			return reply
				.type('text/csv; charset=utf-8; header=present')
				.header('content-disposition', `attachment; filename="chat-${sessionId}.csv"`)
				.header('cache-control', 'private, no-store')
				.send(Readable.from(lines, { objectMode: false }) as never);
		},
	);
}
