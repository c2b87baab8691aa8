/** How a stream fares; `MissingKey` is Roomcast's own word. */
export type E2EEState =
	| 'EncryptionSucceeded'
	| 'DecryptionSucceeded'
	| 'EncryptionFailed'
	| 'DecryptionFailed'
	| 'MissingKey'
	| 'InternalError';
