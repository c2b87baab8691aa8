import { type LayoutOptions, layOut } from '@roomcast/picture/layout/layout';
import type { Person } from '@roomcast/picture/layout/people';
import type { VideoFeed } from '../decode/video-feed.ts';
import type { Inputs } from '../inputs/inputs.ts';
import type { Participant } from '../inputs/participant.ts';
import type { SceneTile } from './tile-canvas.ts';

/** Finds the feed of a participant's newest track of a kind. */
export type FindFeed = (participantId: string, kind: 'video' | 'screen_video') => VideoFeed | undefined;

function describe(participant: Participant, find: FindFeed): Person {
	return {
		id: participant.id,
		order: participant.order,
		pinned: participant.pinned,
		spokeMs: participant.spokeMs,
		hasCamera: !participant.cameraOff && find(participant.id, 'video') !== undefined,
		sharesScreen: find(participant.id, 'screen_video') !== undefined,
	};
}

/** The picture as the room is now: who stands where, with which track and what over it. */
export function buildScene(inputs: Inputs, layout: LayoutOptions, find: FindFeed): SceneTile[] {
	const participants = new Map(inputs.participants.map((participant) => [participant.id, participant]));
	const people = [...participants.values()].map((participant) => describe(participant, find));
	return layOut(people, layout).flatMap((tile): SceneTile[] => {
		const participant = participants.get(tile.participantId);
		if (!participant) return [];
		const screen = tile.source === 'screen';
		const feed = screen || !participant.cameraOff ? find(participant.id, screen ? 'screen_video' : 'video') : undefined;
		const overlay = {
			name: participant.name,
			muted: !screen && participant.muted,
			speaking: !screen && participant.speaking && !participant.muted,
			source: tile.source,
		};
		return [{ ...tile, overlay, feed }];
	});
}
