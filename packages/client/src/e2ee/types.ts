import type { StreamKind } from '../contract/types.ts';

/** How a stream fares; `MissingKey` is Roomcast's own word. */
export type E2EEState =
	| 'EncryptionSucceeded'
	| 'DecryptionSucceeded'
	| 'EncryptionFailed'
	| 'DecryptionFailed'
	| 'MissingKey'
	| 'InternalError';

/** How the frames of a stream fare, from now on. @internal */
export interface StateChange {
	readonly participantId: string;
	readonly kind: StreamKind;
	readonly state: E2EEState;
}
