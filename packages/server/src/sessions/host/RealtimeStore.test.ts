import { expect, it, vi } from 'vitest';
import type { HostParticipant } from './HostParticipant.ts';
import { RealtimeStore } from './RealtimeStore.ts';

const observer = () => {
	const notifySerialized = vi.fn();
	return { notifySerialized, participant: { participantId: 'p', notifySerialized } as unknown as HostParticipant };
};

it('tells those who observe, until they do no longer', () => {
	const store = new RealtimeStore();
	const [ann, ben] = [observer(), observer()];
	store.observe('key', ann.participant);
	store.observe('key', ben.participant);
	store.set('key', 1, ben.participant);
	store.unobserve('key', ann.participant);
	store.set('key', 2, ben.participant);
	store.forget(ben.participant);
	store.set('key', 3, ann.participant);
	expect(ann.notifySerialized).toHaveBeenCalledTimes(1);
	expect(ben.notifySerialized).toHaveBeenCalledTimes(2);
	expect(store.get('key')).toBe(3);
});

it('lets nobody observe more keys than it holds, with values or without', () => {
	const store = new RealtimeStore();
	const [ann, ben] = [observer(), observer()];
	for (let i = 0; i < 1000; i++) store.observe(`key ${i}`, ann.participant);
	expect(() => store.observe('another', ann.participant)).toThrow(/1000 keys may be observed/);
	// One that is observed already is none more, and others have their own.
	store.observe('key 1', ann.participant);
	store.observe('another', ben.participant);
	store.unobserve('key 1', ann.participant);
	store.observe('another', ann.participant);
});
