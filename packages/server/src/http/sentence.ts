import type { FastifyReply } from 'fastify';

/**
 * Answers with one sentence as a JSON string, as VideoSDK v2 does: a string alone would be sent as plain text.
 *
 * @returns what the handler returns
 */
export function sentence<R extends Pick<FastifyReply, 'type'>>(reply: R, text: string): string {
	reply.type('application/json; charset=utf-8');
	return JSON.stringify(text);
}
