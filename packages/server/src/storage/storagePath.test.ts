import { posix } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storagePath, storagePrefix } from './storagePath.ts';

describe('a prefix of a caller', () => {
	it.each([
		[undefined, ''],
		[null, ''],
		['', ''],
		['/', ''],
		['/meeting-recordings/', 'meeting-recordings'],
		['a/b c/Grüße & 100%', 'a/b c/Grüße & 100%'],
		['..a/b..', '..a/b..'],
	])('%j becomes %j', (given, prefix) => {
		expect(storagePrefix('awsDirPath', given)).toBe(prefix);
	});

	it.each([
		['../x', 'no `.` and `..` folders'],
		['a/../b', 'no `.` and `..` folders'],
		['a/..', 'no `.` and `..` folders'],
		['./a', 'no `.` and `..` folders'],
		['a//b', 'no two slashes in a row'],
		['a\\b', 'text without control characters and backslashes'],
		['a\u0000b', 'text without control characters and backslashes'],
		['a\nb', 'text without control characters and backslashes'],
		['a\u0085b', 'text without control characters and backslashes'],
		['a\ud800b', 'text without control characters and backslashes'],
		['x'.repeat(201), 'at most 200 bytes between two slashes'],
		['ü'.repeat(101), 'at most 200 bytes between two slashes'],
		['abcdefghi/'.repeat(63), 'at most 624 bytes'],
	])('%j is refused', (given, allowed) => {
		expect(() => storagePrefix('awsDirPath', given)).toThrow(
			`\`awsDirPath\` is ${JSON.stringify(given)}; it can contain ${allowed}`,
		);
	});
});

it('a key is a prefix and names', () => {
	expect(storagePath('', 'recordings', 'id.mp4')).toBe('recordings/id.mp4');
	expect(storagePath('mine', 'session', 'ann', 'id.webm')).toBe('mine/session/ann/id.webm');
	expect(() => storagePath('')).toThrow('is not a valid path of a file');
	expect(() => storagePath('a', '..', 'b')).toThrow('is not a valid path of a file');
	expect(() => storagePath('a', 'x/../../b')).toThrow('is not a valid path of a file');
});

it('whatever is let through stays below the folder that it is in', () => {
	fc.assert(
		fc.property(fc.string({ unit: fc.constantFrom('.', '/', '\\', 'a', '\u0000', '%', ' ') }), (given) => {
			let key: string;
			try {
				key = storagePath(storagePrefix('awsDirPath', given), 'name');
			} catch {
				return;
			}
			const place = posix.join('/folder', key);
			expect(place.startsWith('/folder/')).toBe(true);
			expect(place.slice('/folder/'.length)).toBe(key);
		}),
	);
});
