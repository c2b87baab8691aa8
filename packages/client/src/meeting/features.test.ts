import { describe, expect, expectTypeOf, it } from 'vitest';
import { merge, type UnmadeRequests } from './features.ts';

it('makes every request of the contract', () => {
	expectTypeOf<UnmadeRequests>().toBeNever();
});

describe('merge', () => {
	it('keeps the properties of all features, and accessors as accessors', () => {
		let mode = 'SEND_AND_RECV';
		const getters = {
			get mode() {
				return mode;
			},
		};
		const merged = merge<{ leave(): string } | typeof getters>([{ leave: () => 'left' }, getters]);
		mode = 'RECV_ONLY';
		expect([merged.leave(), merged.mode]).toEqual(['left', 'RECV_ONLY']);
	});

	it('refuses two features that handle the same notification', () => {
		const handles = { 'participant-left': () => {} };
		expect(() => merge([handles, { 'speaker-changed': () => {} }, { ...handles }])).toThrow(
			'Two features bring participant-left',
		);
	});
});
