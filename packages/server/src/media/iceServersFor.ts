import type { IceServer } from '@roomcast/contract';
import type { Config } from '../config.ts';
import { epochMs } from '../time/clock.ts';
import { iceServers } from './ice.ts';

/** Makes the ICE servers of one participant, with fresh credentials. */
export type IceServersFor = (participantId: string) => IceServer[];

export function iceServersFor(config: Pick<Config, 'iceServers' | 'turnSecret' | 'turnTtl'>): IceServersFor {
	const { iceServers: servers, turnSecret, turnTtl } = config;
	return (participantId) => iceServers({ servers, turnSecret, turnTtl }, participantId, epochMs());
}
