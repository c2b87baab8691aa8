import type { StreamInfo } from '@roomcast/contract';
import type { types } from 'mediasoup';
import type { ProducerAppData } from './ProducerAppData.ts';

/** A stream as everybody in the session sees it. */
export function streamInfo(producer: types.Producer): StreamInfo {
	const { kind, displaySurface } = producer.appData as ProducerAppData;
	return {
		producerId: producer.id,
		kind,
		codec: producer.rtpParameters.codecs[0]?.mimeType ?? producer.kind,
		paused: producer.paused,
		...(displaySurface === undefined ? {} : { displaySurface }),
	};
}
