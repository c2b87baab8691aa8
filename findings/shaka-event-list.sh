#!/usr/bin/env bash
# Shaka Player does not load a low-latency EVENT stream whose multivariant playlist says nothing of closed captions.
#
# Versions:  shaka-player 5.2.12 in Chromium 156 (Debian's package), driven by playwright-core 1.65.1; media by Debian's ffmpeg.
# Expected:  CLOSED-CAPTIONS is optional in EXT-X-STREAM-INF (draft-pantos-hls-rfc8216bis, section 4.4.6.2). A media playlist of
#            type EVENT that ends in EXT-X-PART and EXT-X-PRELOAD-HINT loads with it and without.
# Happens:   Without it load() rejects. Shaka looks for captions in segments of the list, in an EVENT list also in the last
#            entry, which is the segment in the making: that has parts and no URI. With CLOSED-CAPTIONS=NONE it loads, and so
#            it does with the setting manifest.hls.disableClosedCaptionsDetection.
# Hurts:     Live streams that viewers can wind back to the start: Shaka shows nothing, while other players play them.
# Roomcast:  It says CLOSED-CAPTIONS=NONE: packages/contract/src/hls/master-playlist.ts, tested in e2e/timed/hls-players.e2e.ts.
#
# Needs npm, Node.js 20, Debian's ffmpeg, and chromium (or CHROMIUM=/path/of/it). Exits with 1 when the behaviour has changed.
set -euo pipefail
chromium=${CHROMIUM:-$(command -v chromium)} || { echo 'chromium is not installed' >&2; exit 2; }
command -v ffmpeg > /dev/null || { echo 'ffmpeg is not installed' >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts playwright-core@1.65.1 shaka-player@5.2.12
"$chromium" --version
ffmpeg -version | head -n 1
# A minute of a moving picture, a fragment for each group of pictures of 0.4 s.
ffmpeg -nostdin -v error -f lavfi -i testsrc2=size=320x180:rate=30:duration=60 -c:v libx264 -preset veryfast -profile:v baseline \
	-pix_fmt yuv420p -g 12 -keyint_min 12 -sc_threshold 0 -movflags +empty_moov+default_base_moof+frag_keyframe media.mp4

cat > try.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';

/** What a live encoder would give: an init segment, and parts of 0.4 s that each begin with a key frame. */
function readMedia(path) {
	const bytes = readFileSync(path);
	const media = { init: Buffer.alloc(0), parts: [] };
	for (let at = 0; at < bytes.length; ) {
		const size = bytes.readUInt32BE(at);
		const box = bytes.subarray(at, at + size);
		const type = box.toString('latin1', 4, 8);
		if (type === 'ftyp' || type === 'moov') media.init = Buffer.concat([media.init, box]);
		if (type === 'moof') media.parts.push(box);
		if (type === 'mdat') media.parts.push(Buffer.concat([media.parts.pop(), box]));
		at += size;
	}
	const profile = media.init.indexOf('avcC') + 5;
	media.codec = `avc1.${media.init.toString('hex', profile, profile + 3)}`;
	return media;
}

/**
 * A low-latency EVENT stream (draft-pantos-hls-rfc8216bis) that has run for 21 s, with segments of five parts: at first the
 * segment in the making has two of them.
 */
class Stream {
	static PART_MS = 400;
	requests = [];
	begin = Date.now() - 21_000;

	constructor(media, streamAttributes, cacheControl) {
		Object.assign(this, { media, streamAttributes, cacheControl });
	}

	get count() {
		return Math.min(this.media.parts.length, Math.floor((Date.now() - this.begin) / Stream.PART_MS));
	}

	/** Resolves when there are so many parts. */
	until(count) {
		return sleep(Math.max(0, this.begin + count * Stream.PART_MS - Date.now() + 1));
	}

	playlist() {
		const { count } = this;
		const whole = Math.floor(count / 5);
		const lines = ['#EXTM3U', '#EXT-X-VERSION:6', '#EXT-X-TARGETDURATION:2', '#EXT-X-PLAYLIST-TYPE:EVENT'];
		lines.push('#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=1.2', '#EXT-X-PART-INF:PART-TARGET=0.4');
		lines.push('#EXT-X-MEDIA-SEQUENCE:0', '#EXT-X-INDEPENDENT-SEGMENTS', '#EXT-X-MAP:URI="init.mp4"');
		for (let segment = 0; segment * 5 < count; segment++) {
			lines.push(`#EXT-X-PROGRAM-DATE-TIME:${new Date(this.begin + segment * 5 * Stream.PART_MS).toISOString()}`);
			for (let part = segment * 5; part < Math.min(count, segment * 5 + 5); part++)
				if (segment >= whole - 3) lines.push(`#EXT-X-PART:DURATION=0.4,URI="part-${part}.m4s",INDEPENDENT=YES`);
			if (segment < whole) lines.push('#EXTINF:2,', `segment-${segment}.m4s`);
		}
		lines.push(`#EXT-X-PRELOAD-HINT:TYPE=PART,URI="part-${count}.m4s"`);
		return `${lines.join('\n')}\n`;
	}

	async answer({ pathname, searchParams }, answer) {
		const name = pathname.split('/').at(-1);
		const [, kind, number] = /^(segment|part)-(\d+)\.m4s$/.exec(name) ?? [];
		answer.setHeader('content-type', name.endsWith('.m3u8') ? 'application/vnd.apple.mpegurl' : 'video/mp4');
		if (name === 'index.m3u8') {
			answer.setHeader('cache-control', 'no-cache');
			const attributes = `BANDWIDTH=2000000,CODECS="${this.media.codec}",RESOLUTION=320x180${this.streamAttributes}`;
			answer.end(`#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-STREAM-INF:${attributes}\nstream.m3u8\n`);
		} else if (name === 'stream.m3u8') {
			const [segment, part] = [searchParams.get('_HLS_msn'), searchParams.get('_HLS_part')];
			this.requests.push(segment === null ? 'plain' : `${segment}.${part ?? ''}`);
			if (segment !== null) await this.until(segment * 5 + (part === null ? 5 : Number(part) + 1));
			answer.setHeader('cache-control', segment === null ? 'no-cache' : this.cacheControl);
			answer.end(this.playlist());
		} else if (kind === 'segment') {
			answer.end(Buffer.concat(this.media.parts.slice(number * 5, number * 5 + 5)));
		} else if (kind === 'part') {
			await this.until(Number(number) + 1);
			answer.end(this.media.parts[number]);
		} else answer.end(this.media.init);
	}
}

const media = readMedia('media.mp4');
const streams = new Map();
const server = createServer((request, answer) => {
	const url = new URL(request.url, 'http://localhost');
	const stream = streams.get(url.pathname.split('/')[1]);
	if (stream !== undefined) return void stream.answer(url, answer);
	answer.setHeader('content-type', 'text/html').end('<!doctype html><title>player</title><video muted></video>');
});
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const origin = `http://127.0.0.1:${server.address().port}`;
const browser = await chromium.launch({
	executablePath: process.argv[2],
	chromiumSandbox: process.getuid() !== 0,
	args: ['--disable-gpu', '--autoplay-policy=no-user-gesture-required'],
});

/** What load() says of a stream. */
async function load(streamAttributes, settings = {}) {
	const name = `s${streams.size}`;
	streams.set(name, new Stream(media, streamAttributes, 'no-cache'));
	const page = await browser.newPage();
	await page.goto(origin);
	await page.addScriptTag({ path: 'node_modules/shaka-player/dist/shaka-player.compiled.js' });
	const said = await page.evaluate(
		async ([url, given]) => {
			const player = new window.shaka.Player();
			await player.attach(document.querySelector('video'));
			player.configure(given);
			return await player.load(url).then(
				() => 'loaded',
				({ code, data }) => `rejected with code ${code}, ${JSON.stringify(data?.slice(0, 1))}`,
			);
		},
		[`${origin}/${name}/index.m3u8`, settings],
	);
	await page.close();
	return said;
}

try {
	const silent = await load('');
	const none = await load(',CLOSED-CAPTIONS=NONE');
	const setting = await load('', { manifest: { hls: { disableClosedCaptionsDetection: true } } });
	console.log(`without CLOSED-CAPTIONS: ${silent}`);
	console.log(`with CLOSED-CAPTIONS=NONE: ${none}`);
	console.log(`without it, and with disableClosedCaptionsDetection: ${setting}`);
	const same = silent.startsWith('rejected') && none === 'loaded' && setting === 'loaded';
	console.log(same ? 'As described.' : 'CHANGED: see the answers above.');
	process.exitCode = same ? 0 : 1;
} finally {
	await browser.close();
	server.closeAllConnections();
	server.close();
}
JS
node try.mjs "$chromium"
