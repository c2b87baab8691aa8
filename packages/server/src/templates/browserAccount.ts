import { readFile } from 'node:fs/promises';
import { BlamedError } from '../log/BlamedError.ts';

/** Ids of the system account that a browser runs as. */
export interface BrowserAccount {
	readonly uid: number;
	readonly gid: number;
}

/** Accounts that are taken when none is named, the best first. */
const DEFAULT_NAMES = ['roomcast-template', 'nobody'];
/** What `nobody` is on Linux. */
const NOBODY: BrowserAccount = { uid: 65_534, gid: 65_534 };
/** Every account of the system: passwd(5). */
const PASSWD = '/etc/passwd';

/**
 * The account for browsers of template pages. Only root can give a process to somebody else: a server that is not root runs
 * them as itself.
 *
 * @param named a name of an account or `uid:gid`, where the operator names one
 * @param ownUid user id of this process; undefined where there are none
 * @returns undefined when the browser runs as this process does
 * @throws Error when the account does not exist, is root, or could not be taken
 */
export async function browserAccount(
	named: string | undefined,
	ownUid: number | undefined = process.getuid?.(),
	passwd: string = PASSWD,
): Promise<BrowserAccount | undefined> {
	if (ownUid !== 0) {
		if (named === undefined) return undefined;
		throw new BlamedError(
			'operator',
			'ROOMCAST_TEMPLATE_USER is set, but only a server that runs as root can start programs as another user',
		);
	}
	const [, uid, gid] = /^(\d{1,10}):(\d{1,10})$/.exec(named ?? '') ?? [];
	const account =
		uid === undefined || gid === undefined
			? await find(named === undefined ? DEFAULT_NAMES : [named], passwd)
			: { uid: Number(uid), gid: Number(gid) };
	if (account === undefined) {
		if (named === undefined) return NOBODY;
		throw new BlamedError('operator', `ROOMCAST_TEMPLATE_USER is ${named}, and there is no such account in ${passwd}`);
	}
	if (account.uid === 0 || account.gid === 0)
		throw new BlamedError('operator', 'ROOMCAST_TEMPLATE_USER is root, which template pages may not have');
	return account;
}

/** The first of the accounts that exists. Ids that cannot be given to a process, as those of macOS, are none. */
async function find(names: readonly string[], passwd: string): Promise<BrowserAccount | undefined> {
	const lines = (await readFile(passwd, 'utf8').catch(() => '')).split('\n').map((line) => line.split(':'));
	for (const name of names) {
		const [, , uid = '', gid = ''] = lines.find(([account]) => account === name) ?? [];
		if (/^\d{1,10}$/.test(uid) && /^\d{1,10}$/.test(gid)) return { uid: Number(uid), gid: Number(gid) };
	}
	return undefined;
}
