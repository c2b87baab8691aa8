import { expect, it } from 'vitest';
import { parseUrl } from './urls.ts';

it('reads an address, and answers null for what is none', () => {
	expect(parseUrl('https://example.org/a?b')?.hostname).toBe('example.org');
	expect(parseUrl('no address')).toBeNull();
	expect(parseUrl('')).toBeNull();
});
