import { describe, expect, it } from 'vitest';
import { roomOf, roomPath } from './roomReference.ts';

describe('roomPath', () => {
	it.each([
		['abcd-efgh-ijkl', 'meet/abcd-efgh-ijkl'],
		['  abcd-efgh-ijkl ', 'meet/abcd-efgh-ijkl'],
		['Büro-1', 'meet/B%C3%BCro-1'],
		['https://calls.example/meet/abcd-efgh-ijkl?token=x.y.z', 'meet/abcd-efgh-ijkl?token=x.y.z'],
		['http://localhost:8080/meet/abcd-efgh-ijkl/', 'meet/abcd-efgh-ijkl'],
		['https://example.org/our/calls/meet/abcd-efgh-ijkl?token=x.y.z', 'meet/abcd-efgh-ijkl?token=x.y.z'],
	])('%s opens %s', (entered, path) => {
		expect(roomPath(entered)).toBe(path);
	});

	it.each(['', '   ', 'two words', 'a/b', 'https://calls.example/', 'javascript:alert(1)//', 'x'.repeat(129)])(
		'%s is no room',
		(entered) => {
			expect(roomPath(entered)).toBeUndefined();
		},
	);
});

describe('roomOf', () => {
	it.each([
		['/', undefined],
		['/meet', undefined],
		['/meet/', undefined],
		['/meet/abcd-efgh-ijkl', 'abcd-efgh-ijkl'],
		['/meet/B%C3%BCro-1/', 'Büro-1'],
		['/meet/%E0%A4%A', '%E0%A4%A'],
	])('%s is the room %s', (path, room) => {
		expect(roomOf(path)).toBe(room);
	});

	it('leaves out the path below which the server is', () => {
		expect(roomOf('/our/calls/meet/abcd-efgh-ijkl', '/our/calls/')).toBe('abcd-efgh-ijkl');
		expect(roomOf('/our/calls/', '/our/calls/')).toBeUndefined();
	});
});
