import type { CreateRoomBody } from '@roomcast/contract';

/** A room as it is kept. */
export interface StoredRoom {
	/** 24 hexadecimal characters. */
	readonly id: string;
	/** The tenant. */
	readonly keyId: string;
	/** `xxxx-xxxx-xxxx`. */
	readonly roomId: string;
	readonly customRoomId: string | null;
	readonly disabled: boolean;
	readonly geoFence: string | null;
	readonly webhook: NonNullable<CreateRoomBody['webhook']> | null;
	/** Duration in minutes. */
	readonly autoCloseConfig: NonNullable<CreateRoomBody['autoCloseConfig']> | null;
	readonly autoStartConfig: NonNullable<CreateRoomBody['autoStartConfig']> | null;
	readonly multiComposition: NonNullable<CreateRoomBody['multiComposition']> | null;
	/** Empty: everybody. */
	readonly allowedParticipantIds: readonly string[];
	readonly createdAt: Date;
	readonly updatedAt: Date;
}
