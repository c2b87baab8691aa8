#!/usr/bin/env bash
# Chromium gives a camera that the page has open already in the size it has, and does not change it.
#
# Versions:  Chromium 156 (Debian's package), driven by playwright-core 1.65.1.
# Expected:  A page shows a preview of 160x120 and asks for the same camera once more with ideal 1280x720: the second track
#            has 1280x720, because each track has constraints of its own. If not, applyConstraints() makes it so or rejects.
# Happens:   The second track has 320x240, in which the fake camera was opened for the preview. applyConstraints() resolves
#            and changes nothing as long as both tracks live; once the preview is stopped, the same call gives 1280x720.
# Hurts:     Apps with a small preview before the call: everybody sees the small picture blown up, and no error says why.
# Roomcast:  The client has the preview that is there made larger before it opens the camera, and gives it its size back; a
#            preview that it cannot find is waited for: packages/client/src/devices/fullSize.ts, tested in
#            e2e/camera-size.e2e.ts.
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

const server = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end('<!doctype html><title>camera</title>'));
await new Promise((done) => server.listen(0, '127.0.0.1', done));
const browser = await chromium.launch({
	executablePath: process.argv[2],
	chromiumSandbox: process.getuid() !== 0,
	args: ['--disable-gpu', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
});
try {
	const page = await browser.newPage();
	await page.goto(`http://127.0.0.1:${server.address().port}/`);
	const seen = await page.evaluate(async () => {
		const open = async (video) => (await navigator.mediaDevices.getUserMedia({ video })).getVideoTracks()[0];
		const size = (track) => `${track.getSettings().width}x${track.getSettings().height}`;
		const wanted = { width: { ideal: 1280 }, height: { ideal: 720 } };
		const apply = (track) => track.applyConstraints(wanted).then(() => 'resolved', ({ name }) => `rejected, ${name}`);

		const alone = await open(wanted);
		const first = size(alone);
		alone.stop();
		const preview = await open({ width: 160, height: 120, frameRate: 10 });
		const small = size(preview);
		const call = await open(wanted);
		const able = call.getCapabilities();
		const second = size(call);
		const applied = await apply(call);
		const third = size(call);
		preview.stop();
		const again = await apply(call);
		return [
			['without a preview', first],
			['the preview', small],
			['beside the preview', second],
			['what the camera can do, by the same track', `${able.width.max}x${able.height.max}`],
			['applyConstraints() beside the preview', `${applied}, ${third}`],
			['applyConstraints() without it', `${again}, ${size(call)}`],
		];
	});
	for (const [what, found] of seen) console.log(`${what}: ${found}`);
	const [alone, , beside, , applied, after] = seen.map(([, found]) => found);
	const same = alone === '1280x720' && beside !== alone && applied === `resolved, ${beside}` && after === 'resolved, 1280x720';
	console.log(same ? 'As described.' : 'CHANGED: see the sizes above.');
	process.exitCode = same ? 0 : 1;
} finally {
	await browser.close();
	server.close();
}
JS
node try.mjs "$chromium"
