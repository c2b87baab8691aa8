/** Why a stream failed, for programs: as the server says it. Declared here, since apps have no package of the contract. */
export type StreamFailure =
	| 'TARGET_UNREACHABLE'
	| 'TARGET_UNTRUSTED'
	| 'TARGET_REFUSED'
	| 'TARGET_INVALID'
	| 'DISK_FULL'
	| 'OTHER';
