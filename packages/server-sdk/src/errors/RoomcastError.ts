/** Every error of this package. */
export class RoomcastError extends Error {
	override name = 'RoomcastError';
}
