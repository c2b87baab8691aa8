import { afterEach, describe, expect, it, vi } from 'vitest';
import { cleanName, initials } from './names.ts';

describe('initials', () => {
	const LETTERS: readonly [name: string, expected: string][] = [
		['Ada Lovelace', 'AL'],
		['ada', 'A'],
		['Jean-Luc Picard', 'JP'],
		['  Grace   Brewster Hopper ', 'GH'],
		['ann.lee@example', 'AE'],
		['Zoë Ångström', 'ZÅ'],
		['E\u0301lodie (she/her)', 'E\u0301S'],
		['Олег Иванов', 'ОИ'],
		['Room 7', 'R7'],
		['ıllı ince', 'II'],
		['ßen', 'S'],
		['', ''],
		['\u0007', ''],
	];

	it.each<[name: string, expected: string]>([
		...LETTERS,
		// Letters that would join, or fill the disc by themselves, stand alone.
		['محمد علي', 'م'],
		['田中 太郎', '田'],
		['李 小龙', '李'],
		['김 민수', '김'],
		// A character of several code points is one.
		['क्षितिज शर्मा', 'क्षि'],
		['👩‍💻 Dev', 'D'],
		['👩‍💻', '👩‍💻'],
		['!!!', '!'],
	])('%s: %s', (name, expected) => {
		expect(initials(name)).toBe(expected);
	});

	describe('in a browser without Intl.Segmenter', () => {
		afterEach(() => void vi.unstubAllGlobals());

		it.each(LETTERS)('%s: %s', (name, expected) => {
			vi.stubGlobal('Intl', { ...Intl, Segmenter: undefined });
			expect(initials(name)).toBe(expected);
		});
	});
});

it('takes line breaks and text-direction tricks out of a name', () => {
	expect(cleanName('a\u202eb\nc\u0000d')).toBe('ab c d');
});
