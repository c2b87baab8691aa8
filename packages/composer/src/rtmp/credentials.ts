import { createHash, randomBytes } from 'node:crypto';
import type { RtmpTarget } from './target.ts';

/** What is asked for by a server that refused a connection, as its description says (`?reason=needauth&salt=…`). */
type Question = Readonly<Record<string, string>>;

/** A server wants a user and a password, and they are missing or wrong. */
export class CredentialsRefused extends Error {
	constructor(reason: string) {
		super(`the server refused the user and the password of the url: ${reason}`);
		this.name = 'CredentialsRefused';
	}
}

const md5 = (text: string, encoding: 'hex' | 'base64') => createHash('md5').update(text).digest(encoding);

/**
 * What to connect with after a server refused, where it wants to know who publishes: the schemes of Adobe and Limelight, which
 * Wowza, Akamai and others have. Neither is in a specification; this is what FMLE, librtmp and FFmpeg send. A server first says
 * that it wants a scheme, then gives a salt or a nonce, then takes the answer.
 *
 * @param refusal the description of `NetConnection.Connect.Rejected`
 * @param clientNonce eight hexadecimal digits of chance
 * @returns the query to append to the application; undefined where the server refused for something else
 * @throws {CredentialsRefused} where there are none, or they are wrong
 */
export function credentialsFor(
	target: Pick<RtmpTarget, 'application' | 'credentials'>,
	refusal: string,
	clientNonce = randomBytes(4).toString('hex'),
): string | undefined {
	const scheme = /authmod=(adobe|llnw)/.exec(refusal)?.[1];
	if (scheme === undefined) return undefined;
	const { credentials } = target;
	if (credentials === undefined)
		throw new CredentialsRefused('it wants them, put them in front of the host: user:password@');
	const { user, password } = credentials;
	if (/code=403 need auth/.test(refusal)) return `?authmod=${scheme}&user=${user}`;
	const question = read(refusal);
	if (question.reason !== 'needauth')
		throw new CredentialsRefused(question.reason === 'nosuchuser' ? 'there is no such user' : 'they are wrong');
	return scheme === 'adobe'
		? adobe(question, user, password, clientNonce)
		: limelight(question, user, password, clientNonce, target.application);
}

function read(refusal: string): Question {
	const query = refusal.slice(refusal.indexOf('?') + 1).trim();
	return Object.fromEntries(
		query.split('&').map((pair) => {
			const at = pair.indexOf('=');
			return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
		}),
	);
}

function adobe({ salt = '', opaque, challenge = '' }: Question, user: string, password: string, nonce: string): string {
	const hash = md5(`${user}${salt}${password}`, 'base64');
	const response = md5(`${hash}${opaque ?? challenge}${nonce}`, 'base64');
	const kept = opaque === undefined ? '' : `&opaque=${opaque}`;
	return `?authmod=adobe&user=${user}&challenge=${nonce}&response=${response}${kept}`;
}

/** HTTP's digest (RFC 2617, section 3.2.2) with a realm and a method of its own. */
function limelight(
	{ nonce = '' }: Question,
	user: string,
	password: string,
	clientNonce: string,
	application: string,
): string {
	const count = '00000001';
	const [path = ''] = application.split('?', 1);
	const place = path.includes('/') ? path : `${path}/_definst_`;
	const who = md5(`${user}:live:${password}`, 'hex');
	const what = md5(`publish:/${place}`, 'hex');
	const response = md5(`${who}:${nonce}:${count}:${clientNonce}:auth:${what}`, 'hex');
	return `?authmod=llnw&user=${user}&nonce=${nonce}&cnonce=${clientNonce}&nc=${count}&response=${response}`;
}
