import { describe, expect, it } from 'vitest';
import { linkify } from './linkify.ts';

const links = (message: string) => linkify(message).flatMap((piece) => ('href' in piece ? [piece.href] : []));

describe('linkify', () => {
	it('keeps a message without addresses as it is', () => {
		expect(linkify('no link here, e.g. none')).toEqual([{ text: 'no link here, e.g. none' }]);
		expect(linkify('')).toEqual([]);
	});

	it('finds addresses in a sentence, without its punctuation', () => {
		expect(linkify('See https://example.com/a?b=1#c, then (www.example.org).')).toEqual([
			{ text: 'See ' },
			{ text: 'https://example.com/a?b=1#c', href: 'https://example.com/a?b=1#c' },
			{ text: ', then (' },
			{ text: 'www.example.org', href: 'https://www.example.org/' },
			{ text: ').' },
		]);
	});

	it('keeps a bracket that belongs to the address', () => {
		expect(links('https://en.wikipedia.org/wiki/Janus_(god)')).toEqual(['https://en.wikipedia.org/wiki/Janus_(god)']);
	});

	it.each([
		'javascript:alert(1)',
		'data:text/html,<script>alert(1)</script>',
		'file:///etc/passwd',
		'vbscript:x',
		'https://',
		'http://?x',
	])('makes no link of %s', (message) => {
		expect(links(message)).toEqual([]);
	});

	it('does not let an address run into markup', () => {
		expect(links('<a href="https://example.com/x">')).toEqual(['https://example.com/x']);
	});

	it('loses nothing of the message', () => {
		const message = 'a https://x.example.com b\nwww.y.example.com/(z)) c';
		expect(
			linkify(message)
				.map(({ text }) => text)
				.join(''),
		).toBe(message);
	});
});
