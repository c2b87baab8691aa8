import type { NotificationData, NotificationName, StreamKind } from '@roomcast/contract';
import type { MediaPeer } from '../../media/MediaPeer.ts';
import type { HostParticipant } from './HostParticipant.ts';

/** What a session does about the media of a participant. */
export interface PeerFollower {
	/** The participant sends far too much: bit/s. */
	exceeded(bitrate: number): void;
	/** A stream is sent and not muted, or no longer. */
	switched(kind: StreamKind, on: boolean): void;
	tellOthers<N extends NotificationName>(event: N, data: NotificationData<N>): void;
}

/** Passes on what happens to a participant's media: to its client, to the others, and to what is written down. */
export function followPeer(participant: HostParticipant, peer: MediaPeer, follower: PeerFollower): void {
	const { participantId } = participant;
	peer.once('bitrate-exceeded', (bitrate) => follower.exceeded(bitrate));
	peer.on('consumer-added', (consumer) => participant.notify('consumer-added', { consumer }));
	peer.on('consumer-closed', (consumerId) => participant.notify('consumer-closed', { consumerId }));
	peer.on('consumer-layers-changed', (change) => participant.notify('consumer-layers-changed', change));
	peer.on('data-consumer-added', (dataConsumer) => participant.notify('data-consumer-added', { dataConsumer }));
	peer.on('data-consumer-closed', (dataConsumerId) => participant.notify('data-consumer-closed', { dataConsumerId }));
	peer.on('stream-added', (stream) => {
		if (!stream.paused) follower.switched(stream.kind, true);
		follower.tellOthers('stream-added', { participantId, stream });
	});
	for (const event of ['stream-removed', 'stream-paused', 'stream-resumed'] as const) {
		peer.on(event, (stream) => {
			// A leave closes what is on.
			if (!participant.gone) follower.switched(stream.kind, event === 'stream-resumed');
			follower.tellOthers(event, { participantId, ...stream });
		});
	}
}
