import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { browserAccount } from './browserAccount.ts';

let folder: string;
let passwd: string;
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'roomcast-passwd-'));
	passwd = join(folder, 'passwd');
	await writeFile(passwd, 'root:x:0:0::/root:/bin/sh\nnobody:x:99:98::/:/bin/false\npages:x:1234:1235::/:/bin/false\n');
});
afterAll(() => rm(folder, { recursive: true }));

it('is an account that is not root, when the server is', async () => {
	expect(await browserAccount(undefined, 0, passwd)).toEqual({ uid: 99, gid: 98 });
	expect(await browserAccount('pages', 0, passwd)).toEqual({ uid: 1234, gid: 1235 });
	expect(await browserAccount('7:8', 0, passwd)).toEqual({ uid: 7, gid: 8 });
	expect(await browserAccount(undefined, 0, join(folder, 'none'))).toEqual({ uid: 65_534, gid: 65_534 });
});

it('is that of the server, when it is not root', async () => {
	expect(await browserAccount(undefined, 1000, passwd)).toBeUndefined();
	await expect(browserAccount('pages', 1000, passwd)).rejects.toThrow('ROOMCAST_TEMPLATE_USER');
});

it('is never root, and never one that does not exist', async () => {
	await expect(browserAccount('root', 0, passwd)).rejects.toThrow('is root');
	await expect(browserAccount('5:0', 0, passwd)).rejects.toThrow('is root');
	await expect(browserAccount('nobodys', 0, passwd)).rejects.toThrow('no such account');
});
