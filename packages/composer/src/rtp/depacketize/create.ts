import type { Codec } from '@roomcast/contract/composer/track';
import type { Depacketizer } from '../encoded-frame.ts';
import { Av1Depacketizer } from './av1.ts';
import { H264Depacketizer } from './h264.ts';
import { OpusDepacketizer } from './opus.ts';
import { Vp8Depacketizer } from './vp8.ts';
import { Vp9Depacketizer } from './vp9.ts';

/** The depacketizer of a codec. */
export function createDepacketizer(codec: Codec): Depacketizer {
	switch (codec) {
		case 'vp8':
			return new Vp8Depacketizer();
		case 'vp9':
			return new Vp9Depacketizer();
		case 'h264':
			return new H264Depacketizer();
		case 'av1':
			return new Av1Depacketizer();
		case 'opus':
			return new OpusDepacketizer();
	}
}
