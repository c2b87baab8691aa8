import { expect, it } from 'vitest';
import { withoutPaths } from './withoutPaths.ts';

it.each([
	[
		"ENOSPC: no space left on device, open '/srv/my data/captures/1/seg-3.m4s'",
		"ENOSPC: no space left on device, open 'seg-3.m4s'",
	],
	[
		"ENOSPC: no space left on device, mkdir '/srv/my data/captures/1'",
		"ENOSPC: no space left on device, mkdir 'its folder'",
	],
	['open /srv/my data/captures/1/1-part: No space left on device', 'open 1-part: No space left on device'],
	['spawn /usr/lib/roomcast/composer ENOENT', 'spawn composer ENOENT'],
	['open (/var/lib/x/y.mp4), rename /a/b -> /c/d', 'open (y.mp4), rename b -> d'],
	['rtmp://live.example.com/app/key refused the stream', 'rtmp://live.example.com/app/key refused the stream'],
	['the page https://a.example/b/c?d=/e did not load', 'the page https://a.example/b/c?d=/e did not load'],
	['30 frames/s, 1/2 done', '30 frames/s, 1/2 done'],
])('%s', (reason, told) => {
	expect(withoutPaths(reason, '/srv/my data/captures/1')).toBe(told);
});
