#!/usr/bin/env bash
# @fastify/websocket accepts a WebSocket at every GET route, also at those that have none.
#
# Versions:  @fastify/websocket 11.3.6 with fastify 5.12.8.
# Expected:  A WebSocket handshake at a plain GET route is refused in HTTP (such as 400 or 426), or answered as the plain
#            request that it is without `Upgrade`; so is a request at a path without a route.
# Happens:   The plain route answers 101 Switching Protocols, and then closes. Its handler does not run. A path without a route
#            answers 404, as it should. The README says that such connections are closed; not that they are accepted first.
# Hurts:     Monitoring and load balancers, which count a 101 as success, and clients with a wrong path: `open` fires, they
#            reset their back-off and connect again at once.
# Roomcast:  Node's `shouldUpgradeCallback` lets only the path of signalling be an upgrade; all others are plain requests:
#            packages/server/src/http/upgrades.ts.
#
# Needs npm and Node.js 20. Exits with 1 when the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --ignore-scripts fastify@5.12.8 @fastify/websocket@11.3.6

cat > try.mjs <<'JS'
import { request } from 'node:http';
import websocket from '@fastify/websocket';
import Fastify from 'fastify';

const app = Fastify();
await app.register(websocket);
let handled = 0;
app.get('/signalling', { websocket: true }, (socket) => socket.close());
app.get('/plain', async () => {
	handled += 1;
	return 'a page';
});
await app.listen({ host: '127.0.0.1', port: 0 });
const { port } = app.server.address();

/** The status that a handshake gets. */
const handshake = (path) =>
	new Promise((done, failed) => {
		const headers = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==' };
		const sent = request({ host: '127.0.0.1', port, path, headers, agent: false });
		sent.on('upgrade', ({ statusCode }, socket) => {
			socket.destroy();
			done(statusCode);
		});
		sent.on('response', (answer) => {
			answer.destroy();
			done(answer.statusCode);
		});
		sent.on('error', failed);
		sent.end();
	});
const [signalling, plain, missing] = [await handshake('/signalling'), await handshake('/plain'), await handshake('/missing')];
console.log(`handshake at a WebSocket route: ${signalling}`);
console.log(`handshake at a plain GET route: ${plain}, its handler ran ${handled} times`);
console.log(`handshake at a path without a route: ${missing}`);
const same = signalling === 101 && plain === 101 && handled === 0 && missing === 404;
console.log(same ? 'As described.' : 'CHANGED: see the answers above.');
app.server.closeAllConnections();
await app.close();
process.exitCode = same ? 0 : 1;
JS
node try.mjs
