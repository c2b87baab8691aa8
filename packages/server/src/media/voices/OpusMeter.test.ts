import { afterEach, expect, it, vi } from 'vitest';
import { OpusMeter } from './OpusMeter.ts';

afterEach(() => vi.restoreAllMocks());

it('writes little to the log of a sender whose packets are no Opus', async () => {
	const log = vi.spyOn(console, 'error').mockImplementation(() => {});
	const meter = await OpusMeter.create();
	// Code 3 of a packet with 0 frames, which RFC 6716 section 3.2.5 forbids.
	for (let n = 0; n < 100; n++) expect(meter.measure(Buffer.from([0xfb, 0x00]))).toBe(-127);
	meter.close();
	expect(log.mock.calls.length).toBeLessThanOrEqual(5);
});
