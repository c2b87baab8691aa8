import { expect, test } from 'vitest';
import { makeBatches, ownNames, unconditionalIncludes, unitySource } from './unity.mjs';

const source = (file: string, text: string) => ({ file, text });

test('names with internal linkage are found at any depth in mediasoup, and at the margin in libwebrtc', () => {
	const text = [
		'namespace RTC',
		'{',
		'\tstatic constexpr size_t MaxSize{ 10 };',
		'\tstatic uint8_t Buffer[MaxSize];',
		'\tinline static int helper(int a)',
		'\talignas(4) static thread_local int Aligned = 1;',
		'\tint Class::Method(int b)',
		'\tvoid Other::staticLooking()',
		'}',
	].join('\n');
	expect([...ownNames(source('src/RTC/A.cpp', text))]).toEqual(['MaxSize', 'Buffer', 'helper', 'Aligned']);

	const webrtc = ['const int kSize = 3;', 'constexpr char kKey[] = "a";', '  const int local = 1;'].join('\n');
	expect([...ownNames(source('deps/libwebrtc/a.cc', webrtc))]).toEqual(['kSize', 'kKey']);
});

test('includes under a condition are left where they are', () => {
	const text = '#include <vector>\n#ifdef X\n#include <never>\n#endif\n#include "RTC/A.hpp"\n';
	expect(unconditionalIncludes(source('a.cpp', text))).toEqual(['<vector>', '"RTC/A.hpp"']);
});

test('only names that two files of a batch share are renamed, each file to its own', () => {
	const a = source('src/a.cpp', '#include <map>\n\tstatic int Shared{ 1 };\n\tstatic int OnlyA{ 1 };\n');
	const b = source('src/b.cpp', '#include <map>\n\tstatic int Shared{ 2 };\n');
	expect(unitySource([a, b], '/w').split('\n')).toEqual([
		'#define MS_CLASS "mediasoup-worker"',
		'#include <map>',
		'#undef MS_CLASS',
		'#define Shared Shared_unity0',
		'#include "/w/src/a.cpp"',
		'#undef Shared',
		'#undef MS_CLASS',
		'#define Shared Shared_unity1',
		'#include "/w/src/b.cpp"',
		'#undef Shared',
		'#undef MS_CLASS',
		'',
	]);
});

test('batches have every file once, are of about equal size, and come biggest first', () => {
	const own = Array.from({ length: 100 }, (_, index) => source(`src/${index}.cpp`, 'x'.repeat(50 + (index % 7))));
	const webrtc = [source('deps/congestion_controller/a.cc', 'xx'), source('deps/other/b.cc', 'x')];
	const batches = makeBatches({ own, webrtc }, 4);
	expect(
		batches
			.flat()
			.map(({ file }) => file)
			.sort(),
	).toEqual([...own, ...webrtc].map(({ file }) => file).sort());
	const sizes = batches.map((batch) => batch.reduce((sum, { text }) => sum + text.length, 0));
	expect(sizes).toEqual([...sizes].sort((x, y) => y - x));
	expect(sizes).toHaveLength(6);
	expect((sizes[0] ?? 0) / (sizes[3] ?? 1)).toBeLessThan(1.1);
	const together = batches.find((batch) => batch.some(({ file }) => file.includes('congestion_controller')));
	expect(together).toHaveLength(1);
});
