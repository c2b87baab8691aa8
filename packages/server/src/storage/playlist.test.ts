import { expect, it } from 'vitest';
import { linkedPlaylist } from './playlist.ts';

const link = async (name: string) => `https://store/${name}?signed`;

it('every file that a playlist names becomes a link', async () => {
	const text = [
		'#EXTM3U',
		'#EXT-X-VERSION:7',
		'#EXT-X-MAP:URI="init.mp4",BYTERANGE="100@0"',
		'#EXTINF:6.000,',
		'seg_0.m4s',
		'#EXT-X-PART:DURATION=1.0,URI="sub/part%201.m4s",INDEPENDENT=YES',
		'#EXTINF:6.000,',
		'sub/seg_1.m4s',
		'#EXT-X-ENDLIST',
		'',
	].join('\n');
	expect((await linkedPlaylist(text, link)).split('\n')).toEqual([
		'#EXTM3U',
		'#EXT-X-VERSION:7',
		'#EXT-X-MAP:URI="https://store/init.mp4?signed",BYTERANGE="100@0"',
		'#EXTINF:6.000,',
		'https://store/seg_0.m4s?signed',
		'#EXT-X-PART:DURATION=1.0,URI="https://store/sub/part 1.m4s?signed",INDEPENDENT=YES',
		'#EXTINF:6.000,',
		'https://store/sub/seg_1.m4s?signed',
		'#EXT-X-ENDLIST',
		'',
	]);
});

it('what leads out of its folder, or is a link, is left as it is', async () => {
	const lines = ['https://elsewhere/a.m4s', '/a.m4s', '../a.m4s', 'a/../../b.m4s', './a.m4s', 'a.m4s?x=1', '%zz.m4s'];
	expect(await linkedPlaylist(lines.join('\n'), link)).toBe(lines.join('\n'));
});

it('a file that is named many times is linked once', async () => {
	let made = 0;
	const text = ['#EXT-X-BYTERANGE:10@0', 'one.mp4', '#EXT-X-BYTERANGE:10@10', 'one.mp4'].join('\n');
	const linked = await linkedPlaylist(text, async () => `link${++made}`);
	expect(linked.split('\n')).toEqual(['#EXT-X-BYTERANGE:10@0', 'link1', '#EXT-X-BYTERANGE:10@10', 'link1']);
});
