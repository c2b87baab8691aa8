import type { DisplaySurface, StreamKind } from '@roomcast/contract';

/** What is remembered with every producer. */
export interface ProducerAppData {
	readonly participantId: string;
	readonly kind: StreamKind;
	/** Size of the source in pixels, 0 when the client did not say. */
	readonly width: number;
	readonly height: number;
	/** What of a screen is shared, when the client said. */
	readonly displaySurface?: DisplaySurface | undefined;
	[key: string]: unknown;
}
