// A TcpProxy in a process of its own, for a network of its own: to the port of its argument. Says its port, and does what the
// lines of its standard input say: `cut`, `restore`. Ends with it.
import { createInterface } from 'node:readline';
import { TcpProxy } from '@roomcast/testing/net/TcpProxy';

const proxy = await TcpProxy.create(Number(process.argv[2]));
process.stdout.write(`${proxy.port}\n`);
createInterface({ input: process.stdin })
	.on('line', (line) => (line === 'cut' ? proxy.cut() : proxy.restore()))
	.once('close', () => process.exit());
