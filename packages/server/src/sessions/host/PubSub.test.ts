import { expect, it } from 'vitest';
import type { HostParticipant } from './HostParticipant.ts';
import { PubSub } from './PubSub.ts';

/** A session whose database answers when the test says so. */
function place(...ids: string[]) {
	const heard = new Map<string, string[]>(ids.map((id) => [id, []]));
	const people = ids.map((participantId) => ({
		participantId,
		displayName: participantId,
		notifySerialized: (_: string, data: string) => heard.get(participantId)?.push(JSON.parse(data).message.message),
	})) as unknown as HostParticipant[];
	const writes: PromiseWithResolvers<void>[] = [];
	const pubSub = new PubSub({
		participants: () => people,
		now: () => 1000,
		keep: () => {
			const write = Promise.withResolvers<void>();
			writes.push(write);
			return write.promise;
		},
		kept: async () => ({ messages: [], more: false }),
	});
	/** Those who have an answer, in order. */
	const answered: string[] = [];
	const say = (sender: HostParticipant, message: string, more: object = {}) =>
		pubSub.publish(sender, { topic: 'CHAT', message, ...more }).then(
			() => answered.push(message),
			() => answered.push(`${message} refused`),
		);
	return { pubSub, people, heard, writes, answered, say };
}

it('passes on the messages of a sender in their order, kept or not, and answers in that order', async () => {
	const { pubSub, people, heard, writes, answered, say } = place('ann', 'ben', 'cem');
	const [ann, ben, cem] = people as [HostParticipant, HostParticipant, HostParticipant];
	for (const reader of people) await pubSub.subscribe(reader, { topic: 'CHAT' });
	await pubSub.subscribe(cem, { topic: 'OTHER' });
	const sent = [
		say(ann, 'one', { persist: true }),
		say(ann, 'two'),
		say(ann, 'three', { sendOnly: ['cem'] }),
		say(ann, 'four', { persist: true }),
		say(ann, 'five'),
	];
	// Neither others nor other topics wait for it.
	await say(ben, 'of ben');
	await say(ann, 'elsewhere', { topic: 'OTHER' });
	expect(heard.get('cem')).toEqual(['of ben', 'elsewhere']);
	writes[0]?.resolve();
	await Promise.all(sent.slice(0, 3));
	expect(heard.get('ben')).toEqual(['of ben', 'one', 'two']);
	// A later write that is done first does not overtake either, and one that fails keeps nobody back.
	writes[1]?.reject(new Error('the database is away'));
	await Promise.all(sent);
	expect(heard.get('ben')).toEqual(['of ben', 'one', 'two', 'five']);
	expect(heard.get('cem')).toEqual(['of ben', 'elsewhere', 'one', 'two', 'three', 'five']);
	expect(answered).toEqual(['of ben', 'elsewhere', 'one', 'two', 'three', 'four refused', 'five']);
	// Nothing is waited for any more.
	const last = say(ann, 'six');
	expect(heard.get('ben')?.at(-1)).toBe('six');
	await last;
});

it('keeps the order when a later message is kept first', async () => {
	const { pubSub, people, heard, writes, answered, say } = place('ann');
	const [ann] = people as [HostParticipant];
	await pubSub.subscribe(ann, { topic: 'CHAT' });
	const sent = ['one', 'two', 'three'].map((message) => say(ann, message, { persist: true }));
	writes[2]?.resolve();
	writes[1]?.reject(new Error('the database is away'));
	await Promise.resolve();
	writes[0]?.resolve();
	await Promise.all(sent);
	expect(heard.get('ann')).toEqual(['one', 'three']);
	expect(answered).toEqual(['one', 'two refused', 'three']);
});
