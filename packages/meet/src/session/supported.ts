import type { ScreenName } from '../errors/table.ts';

/** The parts of `window` that a call needs. */
export interface BrowserFacts {
	readonly isSecureContext: boolean;
	readonly hasPeerConnection: boolean;
	readonly hasMediaDevices: boolean;
	/** Whether the browser has the parts of the language and the DOM that came with the WebRTC of today. */
	readonly isCurrent: boolean;
}

/** Why this browser cannot make a call, or undefined when it can. */
export function unsupportedReason(facts: BrowserFacts): ScreenName | undefined {
	if (!facts.isCurrent) return 'BROWSER_TOO_OLD';
	if (!facts.hasPeerConnection) return 'WEBRTC_BLOCKED';
	if (!facts.isSecureContext) return 'INSECURE_PAGE';
	if (!facts.hasMediaDevices) return 'BROWSER_TOO_OLD';
	return undefined;
}

/** What this browser has. */
export function browserFacts(): BrowserFacts {
	return {
		isSecureContext: window.isSecureContext,
		hasPeerConnection: typeof window.RTCPeerConnection === 'function',
		hasMediaDevices: navigator.mediaDevices !== undefined,
		isCurrent:
			typeof WebSocket === 'function' &&
			typeof ResizeObserver === 'function' &&
			typeof IntersectionObserver === 'function' &&
			typeof structuredClone === 'function',
	};
}
