import { beforeEach, expect, it } from 'vitest';
import { Stage } from './Stage.ts';

let stage: Stage;
let told: string[];

beforeEach(() => {
	stage = new Stage();
	told = [];
	for (const event of ['speaker', 'presenter', 'main'] as const) stage.on(event, (id) => told.push(`${event} ${id}`));
	stage.handleLocal('me');
	stage.handleJoined('ann');
	stage.handleJoined('bob');
	told.length = 0;
});

it('puts the first one who came in front, then who speaks, and keeps them when they are silent', () => {
	expect(stage.mainParticipantId).toBe('ann');
	stage.handleSpeaker('bob');
	stage.handleSpeaker('bob');
	stage.handleSpeaker(null);
	expect(told).toEqual(['speaker bob', 'main bob', 'speaker null']);
	expect(stage.mainParticipantId).toBe('bob');
});

it('puts who presents before who speaks, and the latest of several presenters first', () => {
	stage.handleStatus('ann', 'share', true);
	stage.handleSpeaker('bob');
	stage.handleStatus('me', 'share', true);
	expect(stage.activePresenterId).toBe('me');
	stage.handleStatus('me', 'share', false);
	stage.handleStatus('ann', 'share', false);
	expect(told).toEqual([
		'presenter ann',
		'speaker bob',
		'presenter me',
		'main me',
		'presenter ann',
		'main ann',
		'presenter null',
		'main bob',
	]);
});

it('lets somebody who left be nothing any more', () => {
	stage.handleSpeaker('ann');
	stage.handleStatus('ann', 'share', true);
	told.length = 0;
	stage.handleLeft('ann');
	expect(told.toSorted()).toEqual(['main bob', 'presenter null', 'speaker null']);
	expect([stage.activeSpeakerId, stage.activePresenterId, stage.mainParticipantId]).toEqual([null, null, 'bob']);
	stage.handleLeft('bob');
	expect(stage.mainParticipantId).toBe('me');
});
