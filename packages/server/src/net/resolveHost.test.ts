import { expect, it } from 'vitest';
import { isPublicAddress } from './publicAddress.ts';
import { resolveHost } from './resolveHost.ts';

it('knows what only the operating system knows', async () => {
	const addresses = await resolveHost('localhost');
	expect(addresses.length).toBeGreaterThan(0);
	for (const { address } of addresses) expect(isPublicAddress(address)).toBe(false);
});

it('rejects for a name that cannot be', async () => {
	await expect(resolveHost('nowhere.invalid')).rejects.toThrow(/ENOTFOUND|EAI_AGAIN|ETIMEOUT|ESERVFAIL/);
});
