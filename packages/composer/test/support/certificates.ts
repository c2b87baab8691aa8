import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A certificate for 127.0.0.1 and the authority that signed it, which clients trust only if they are configured to. */
export async function makeCertificate(folder: string): Promise<{ authorityPath: string; key: Buffer; cert: Buffer }> {
	const file = (name: string) => join(folder, name);
	const openssl = (...args: readonly string[]) => run('openssl', args);
	const key = ['-newkey', 'rsa:2048', '-nodes'];
	await openssl(
		...[
			'req',
			'-x509',
			...key,
			'-keyout',
			file('ca.key'),
			'-out',
			file('ca.pem'),
			'-days',
			'2',
			'-subj',
			'/CN=Test CA',
		],
	);
	await openssl(
		...['req', ...key, '-keyout', file('key.pem'), '-out', file('request.pem'), '-subj', '/CN=127.0.0.1'],
		...['-addext', 'subjectAltName=IP:127.0.0.1'],
	);
	await openssl(
		...['x509', '-req', '-in', file('request.pem'), '-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial'],
		...['-copy_extensions', 'copy', '-out', file('cert.pem'), '-days', '2'],
	);
	return {
		authorityPath: file('ca.pem'),
		key: await readFile(file('key.pem')),
		cert: await readFile(file('cert.pem')),
	};
}
