import type { ConsumerInfo } from '@roomcast/contract/signalling/media';
import { receivedLayers } from '../media/encodings.ts';
import { UNKNOWN_LAYER } from '../participants/stats.ts';
import type { Quality, VideoStats } from '../participants/types.ts';

type Layers = Pick<VideoStats, 'currentSpatialLayer' | 'currentTemporalLayer'>;

const UNKNOWN: Layers = { currentSpatialLayer: UNKNOWN_LAYER, currentTemporalLayer: UNKNOWN_LAYER };

/** What a spatial layer is called when that many are sent. */
export function qualityOf(layer: number, layers: number): Quality {
	if (layer >= layers - 1) return 'high';
	return layer === 0 ? 'low' : 'med';
}

/** Which simulcast or SVC layers arrive, by consumer. */
export class ReceivedLayers {
	readonly #layers = new Map<string, Layers>();

	/** @returns the change of quality, or null when it is the same or nothing arrives */
	handleChanged(info: ConsumerInfo, spatialLayer: number | null, temporalLayer: number | null) {
		const before = this.#layers.get(info.id)?.currentSpatialLayer ?? null;
		// While nothing arrives the last quality is the one to compare with.
		if (spatialLayer === null) return null;
		this.#layers.set(info.id, {
			currentSpatialLayer: spatialLayer,
			currentTemporalLayer: temporalLayer ?? UNKNOWN_LAYER,
		});
		const layers = receivedLayers(info.rtpParameters.encodings?.[0]?.scalabilityMode);
		const currentQuality = qualityOf(spatialLayer, layers);
		const prevQuality = before === null ? null : qualityOf(before, layers);
		return currentQuality === prevQuality ? null : { currentQuality, prevQuality };
	}

	handleGone(consumerId: string): void {
		this.#layers.delete(consumerId);
	}

	of(consumerId: string | undefined): Layers {
		return (consumerId === undefined ? undefined : this.#layers.get(consumerId)) ?? UNKNOWN;
	}
}
