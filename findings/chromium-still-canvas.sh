#!/usr/bin/env bash
# Chromium sends no picture of a canvas that stands still, and requestFrame() does not change that.
#
# Versions:  Chromium 156 (Debian's package), driven by playwright-core 1.65.1.
# Expected:  A canvas is drawn once and captured, and its track is added to an RTCPeerConnection afterwards. A frame that
#            the page asks for with requestFrame(), or a second replaceTrack() with the track, sends the picture.
# Happens:   Neither sends anything: `framesEncoded` stays 0, with captureStream() and captureStream(0). The picture goes out
#            as soon as anything else begins to read the track, such as a MediaStreamTrackProcessor that is cancelled at once.
# Hurts:     Whoever shares slides or a whiteboard from a canvas: viewers and recordings that come after the last stroke have
#            no picture until the next one, and requestFrame(), which reads like the cure, is none.
# Roomcast:  The client begins and ends to read such a track once a second while it stands still:
#            packages/client/src/local/StillPicture.ts.
#
# Needs npm, Node.js 20 and chromium (or CHROMIUM=/path/of/it). Exits with 1 when the behaviour has changed.
set -euo pipefail
chromium=${CHROMIUM:-$(command -v chromium)} || { echo 'chromium is not installed' >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts playwright-core@1.65.1
"$chromium" --version

cat > try.mjs <<'JS'
import { createServer } from 'node:http';
import { chromium } from 'playwright-core';

const server = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end('<!doctype html><title>canvas</title>'));
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const browser = await chromium.launch({
	executablePath: process.argv[2],
	chromiumSandbox: process.getuid() !== 0,
	args: ['--disable-gpu', '--disable-features=WebRtcHideLocalIpsWithMdns'],
});
try {
	const page = await browser.newPage();
	await page.goto(`http://127.0.0.1:${server.address().port}/`);
	const rows = await page.evaluate(async () => {
		const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

		/** Pictures that were encoded before `ask`, after it, and after another reader came and went. */
		async function measure(name, frameRate, ask) {
			const canvas = document.createElement('canvas');
			[canvas.width, canvas.height] = [320, 180];
			document.body.append(canvas);
			const context = canvas.getContext('2d');
			context.fillStyle = 'teal';
			context.fillRect(0, 0, 320, 180);
			const [track] = canvas.captureStream(frameRate).getVideoTracks();
			// The first picture of the capture is over when the call begins.
			await sleep(500);
			const [here, there] = [new RTCPeerConnection(), new RTCPeerConnection()];
			here.onicecandidate = ({ candidate }) => there.addIceCandidate(candidate);
			there.onicecandidate = ({ candidate }) => here.addIceCandidate(candidate);
			const sender = here.addTrack(track);
			await here.setLocalDescription();
			await there.setRemoteDescription(here.localDescription);
			await there.setLocalDescription();
			await here.setRemoteDescription(there.localDescription);
			while (here.connectionState !== 'connected') await sleep(50);
			const encoded = async () => {
				await sleep(2000);
				const reports = [...(await sender.getStats()).values()];
				return reports.find(({ type }) => type === 'outbound-rtp')?.framesEncoded ?? 0;
			};
			const before = await encoded();
			await ask(track, sender);
			const asked = await encoded();
			await new MediaStreamTrackProcessor({ track }).readable.cancel();
			const read = await encoded();
			here.close();
			there.close();
			canvas.remove();
			return { name, before, asked, read };
		}

		return [
			await measure('captureStream(), requestFrame()', undefined, (track) => track.requestFrame()),
			await measure('captureStream(0), requestFrame()', 0, (track) => track.requestFrame()),
			await measure('captureStream(), replaceTrack()', undefined, (track, sender) => sender.replaceTrack(track)),
		];
	});
	for (const { name, before, asked, read } of rows)
		console.log(`${name}: framesEncoded ${before} connected, ${asked} after it, ${read} after another reader`);
	const same = rows.every(({ before, asked, read }) => before === 0 && asked === 0 && read > 0);
	console.log(same ? 'As described.' : 'CHANGED: see the numbers above.');
	process.exitCode = same ? 0 : 1;
} finally {
	await browser.close();
	server.close();
}
JS
node try.mjs "$chromium"
