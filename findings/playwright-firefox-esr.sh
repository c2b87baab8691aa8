#!/usr/bin/env bash
# Playwright drives Firefox as it is released, over WebDriver BiDi, and stops at a command that Firefox ESR does not know.
#
# Versions:  playwright-core 1.65.1, Firefox 153.8.0esr (Debian's package).
# Expected:  With a channel of Mozilla's (`moz-firefox`) and executablePath, newContext() works in a Firefox that people have.
# Happens:   Each new context sends emulation.setMediaFeaturesOverride, also where nothing is to be overridden (colorScheme and
#            all others null). ESR 153 answers "unknown command", and newContext() rejects. Without that command, pages, clicks,
#            init scripts and evaluate() work.
# Hurts:     Who tests in the Firefox of a distribution instead of a patched build that has to be downloaded.
# Roomcast:  e2e/support/firefox.ts leaves that command out.
#
# Needs npm, Node.js 20 and firefox-esr (or FIREFOX=/path/of/it). Exits with 1 when the behaviour has changed.
set -euo pipefail
firefox=${FIREFOX:-$(command -v firefox-esr)} || { echo 'firefox-esr is not installed' >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts playwright-core@1.65.1
"$firefox" --version

cat > try.mjs <<'JS'
import { firefox } from 'playwright-core';

const browser = await firefox.launch({ channel: 'moz-firefox', executablePath: process.argv[2] });
const none = { colorScheme: null, reducedMotion: null, forcedColors: null, contrast: null };
const said = await browser.newContext(none).then(() => 'a context', ({ message }) => message.split('\n')[0]);
console.log(`newContext(): ${said}`);
const session = browser._connection.toImpl(browser)._browserSession;
const send = session.send.bind(session);
session.send = async (method, params) => (method === 'emulation.setMediaFeaturesOverride' ? {} : send(method, params));
const page = await (await browser.newContext()).newPage();
const sum = await page.evaluate(() => 40 + 2);
console.log(`without that command: ${sum}`);
await browser.close();
const same = said.includes('emulation.setMediaFeaturesOverride') && sum === 42;
console.log(same ? 'As described.' : 'CHANGED.');
process.exitCode = same ? 0 : 1;
JS
node try.mjs "$firefox"
