import { expect, it } from 'vitest';
import { rateConnection } from './useConnectionQuality.ts';

const before = { packets: 1000, lost: 100, rtt: 20 };

it.each([
	[{ packets: 1250, lost: 100, rtt: 20 }, 'good'],
	[{ packets: 1250, lost: 105, rtt: 20 }, 'good'],
	[{ packets: 1250, lost: 120, rtt: 20 }, 'weak'],
	[{ packets: 1250, lost: 200, rtt: 20 }, 'poor'],
	[{ packets: 1250, lost: 100, rtt: 500 }, 'weak'],
	[{ packets: 1250, lost: 100, rtt: 900 }, 'poor'],
	[{ packets: 1000, lost: 100, rtt: 0 }, 'good'],
	// A stream that began again counts from zero.
	[{ packets: 10, lost: 0, rtt: 20 }, 'good'],
] as const)('%o is %s', (now, quality) => {
	expect(rateConnection(before, now)).toBe(quality);
});
