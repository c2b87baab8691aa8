import { expect, it } from 'vitest';
import { unsupportedReason } from './supported.ts';

const fine = { isSecureContext: true, hasPeerConnection: true, hasMediaDevices: true, isCurrent: true };

it.each([
	[{}, undefined],
	[{ isCurrent: false }, 'BROWSER_TOO_OLD'],
	[{ hasPeerConnection: false }, 'WEBRTC_BLOCKED'],
	[{ isSecureContext: false, hasMediaDevices: false }, 'INSECURE_PAGE'],
	[{ hasMediaDevices: false }, 'BROWSER_TOO_OLD'],
] as const)('%o: %s', (facts, reason) => {
	expect(unsupportedReason({ ...fine, ...facts })).toBe(reason);
});
