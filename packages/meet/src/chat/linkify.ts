import { parseUrl } from '../base/urls.ts';

/** A piece of a message: plain text, or an address to open. */
export type Piece = { readonly text: string } | { readonly text: string; readonly href: string };

/** What may be an address: from its scheme, or `www.`, to the next space or bracket. */
const CANDIDATE = /(?:https?:\/\/|www\.)[^\s<>"'`]+/gi;

/**
 * Finds the web addresses in a message. Only `http:` and `https:` ever become links: messages are written by anybody.
 *
 * @returns the pieces of the message, which together are the message
 */
export function linkify(message: string): Piece[] {
	const pieces: Piece[] = [];
	let end = 0;
	for (const { 0: found, index } of message.matchAll(CANDIDATE)) {
		const text = withoutTail(found);
		const url = parseUrl(/^www\./i.test(text) ? `https://${text}` : text);
		if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.hostname === '') continue;
		if (index > end) pieces.push({ text: message.slice(end, index) });
		pieces.push({ text, href: url.href });
		end = index + text.length;
	}
	if (end < message.length) pieces.push({ text: message.slice(end) });
	return pieces;
}

/** Without the punctuation of the sentence around it; a closing bracket stays when the address has its opening one. */
function withoutTail(found: string): string {
	let text = found.replace(/[.,:;!?…]+$/, '');
	while (text.endsWith(')') && count(text, ')') > count(text, '(')) text = text.slice(0, -1).replace(/[.,:;!?…]+$/, '');
	return text;
}

const count = (text: string, letter: string) => text.split(letter).length - 1;
