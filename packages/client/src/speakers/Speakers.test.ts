import { beforeEach, expect, it } from 'vitest';
import { Speakers } from './Speakers.ts';

let speakers: Speakers;
let told: string[];

beforeEach(() => {
	speakers = new Speakers();
	told = [];
	for (const event of ['speaker', 'presenter', 'main'] as const)
		speakers.on(event, (id) => told.push(`${event} ${id}`));
	speakers.handleLocal('me');
	speakers.handleJoined('ann');
	speakers.handleJoined('bob');
	told.length = 0;
});

it('puts the first one who came in front, then who speaks, and keeps them when they are silent', () => {
	expect(speakers.mainParticipantId).toBe('ann');
	speakers.handleSpeaker('bob');
	speakers.handleSpeaker('bob');
	speakers.handleSpeaker(null);
	expect(told).toEqual(['speaker bob', 'main bob', 'speaker null']);
	expect(speakers.mainParticipantId).toBe('bob');
});

it('never puts oneself in front for speaking', () => {
	speakers.handleSpeaker('bob');
	speakers.handleSpeaker('me');
	speakers.handleLeft('bob');
	speakers.handleSpeaker('ann');
	speakers.handleSpeaker('me');
	expect(told).toEqual(['speaker bob', 'main bob', 'speaker me', 'main ann', 'speaker ann', 'speaker me']);
	expect(speakers.mainParticipantId).toBe('ann');
});

it('puts who presents before who speaks, and the latest of several presenters first', () => {
	speakers.handleStatus('ann', 'share', true);
	speakers.handleSpeaker('bob');
	speakers.handleStatus('me', 'share', true);
	expect(speakers.activePresenterId).toBe('me');
	speakers.handleStatus('me', 'share', false);
	speakers.handleStatus('ann', 'share', false);
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
	speakers.handleSpeaker('ann');
	speakers.handleStatus('ann', 'share', true);
	told.length = 0;
	speakers.handleLeft('ann');
	expect(told.toSorted()).toEqual(['main bob', 'presenter null', 'speaker null']);
	expect([speakers.activeSpeakerId, speakers.activePresenterId, speakers.mainParticipantId]).toEqual([
		null,
		null,
		'bob',
	]);
	speakers.handleLeft('bob');
	expect(speakers.mainParticipantId).toBe('me');
});
