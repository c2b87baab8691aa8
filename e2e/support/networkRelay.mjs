// Runs in a network namespace: takes connections on the UNIX socket of its argument, which is none of the network, and leads
// each to the port of 127.0.0.1 in there that its first line names. Ends with its standard input.
import { connect, createServer } from 'node:net';

createServer((outside) => {
	outside.once('error', () => outside.destroy());
	outside.once('data', (first) => {
		const end = first.indexOf('\n');
		outside.pause();
		const inside = connect(Number(first.subarray(0, end)), '127.0.0.1', () => {
			inside.write(first.subarray(end + 1));
			outside.pipe(inside).pipe(outside);
		});
		inside.once('error', () => outside.destroy());
		outside.once('close', () => inside.destroy());
		inside.once('close', () => outside.destroy());
	});
}).listen(process.argv[2], () => process.stdout.write('ready\n'));

process.stdin.resume().once('end', () => process.exit());
