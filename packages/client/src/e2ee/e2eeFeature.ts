import type { Feature } from '../feature/Feature.ts';
import type { Encryption } from './Encryption.ts';

/** What apps find on a meeting about its encryption. */
export interface E2EEMethods {
	/** Whether the media of this meeting is end-to-end encrypted: nobody without the key sees or hears it. */
	readonly isE2EEEnabled: boolean;
}

/** End-to-end encryption. @internal */
export function e2eeFeature(encryption: Encryption | null): Feature<E2EEMethods, never> {
	return {
		methods: {
			get isE2EEEnabled() {
				return encryption !== null;
			},
		},
		notifications: {},
		lifecycle: { closed: () => encryption?.close() },
	};
}
