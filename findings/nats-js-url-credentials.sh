#!/usr/bin/env bash
# nats.js ignores the name and password in a NATS URL.
#
# Versions:  @nats-io/transport-node 3.4.0, nats-server 2.9.10 (Debian 12).
# Expected:  connect({ servers: 'nats://ann:secret@127.0.0.1:4222' }) signs in as ann, as the same URL does with the command line of NATS
#            and its clients in other languages, and as a URL does with pg, ioredis or amqplib.
# Happens:   The name and password are dropped without a word. The server answers "Authorization Violation", which reads as a wrong
#            password. The same two as options `user` and `pass` are accepted.
# Hurts:     Who has one NATS_URL for services in several languages: only the one in JavaScript is refused, with the right
#            password in its settings. Against a server that also lets in whoever has no name, it comes in as nobody.
# Roomcast:  packages/server/src/cluster/bus/connectNats.ts takes them out of ROOMCAST_NATS_URL and hands them over as options.
#
# Needs Node.js 20 or newer, npm, and nats-server. Exits with 1 when the URL is enough.
set -euo pipefail
PATH=$PATH:/usr/sbin
command -v nats-server > /dev/null || { echo 'nats-server is not installed' >&2; exit 2; }
folder=$(mktemp -d)
trap 'kill "${server:-}" 2> /dev/null || true; rm -rf "$folder"' EXIT
cd "$folder"
npm init -y > /dev/null
npm install --silent --no-audit --no-fund @nats-io/transport-node@3.4.0
nats-server --version

port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
nats-server -a 127.0.0.1 -p "$port" --user ann --pass secret > server.log 2>&1 &
server=$!
for _ in $(seq 50); do
	node -e 'require("net").connect(process.argv[1], "127.0.0.1").on("connect", () => process.exit(0)).on("error", () => process.exit(1))' "$port" && break
	sleep 0.1
done

cat > try.mjs <<'END'
import { connect } from '@nats-io/transport-node';
const port = process.argv[2];
const attempt = async (options) => {
	try {
		await (await connect({ ...options, reconnect: false, timeout: 5000 })).close();
		return 'connected';
	} catch (error) {
		return error.message;
	}
};
console.log(`in the URL: ${await attempt({ servers: `nats://ann:secret@127.0.0.1:${port}` })}`);
console.log(`as options: ${await attempt({ servers: `127.0.0.1:${port}`, user: 'ann', pass: 'secret' })}`);
END
node try.mjs "$port" | tee output
if grep -q '^in the URL: Authorization Violation$' output && grep -q '^as options: connected$' output; then
	echo 'As described.'
else
	echo 'CHANGED.'
	exit 1
fi
