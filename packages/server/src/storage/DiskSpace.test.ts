import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { DiskSpace, freeBytes } from './DiskSpace.ts';

it('tells when less is free than must be', async () => {
	const free = await freeBytes(tmpdir());
	expect(free).toBeGreaterThan(1_000_000);
	expect(await new DiskSpace(tmpdir(), 0).shortage()).toBeUndefined();
	expect(await new DiskSpace(tmpdir(), free * 2).shortage()).toMatch(
		/^the disk is nearly full: \d+ MB are free, \d+ MB must be \(ROOMCAST_MIN_FREE_DISK\)$/,
	);
	await expect(freeBytes('/no/such/folder')).rejects.toThrow('ENOENT');
});
